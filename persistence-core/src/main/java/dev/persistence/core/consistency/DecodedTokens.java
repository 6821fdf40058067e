package dev.persistence.core.consistency;

import java.util.List;

/**
 * What {@link TokenCodec#decode} has made of a text: something to {@link Session#resume}, whatever
 * the text was. Immutable.
 *
 * @param tokens the valid tokens, and a token of {@linkplain ConsistencyToken#unknown unknown
 *     position} for each cluster whose past a rejected one leaves in doubt
 * @param verdicts one for each token in the text, in its order; empty if there was no text
 */
public record DecodedTokens(List<ConsistencyToken> tokens, List<TokenVerdict> verdicts) {

  public DecodedTokens {
    tokens = List.copyOf(tokens);
    verdicts = List.copyOf(verdicts);
  }

  /** Tells whether every token was valid, which includes that there was none. */
  public boolean isTrusted() {
    return verdicts.stream().allMatch(verdict -> verdict == TokenVerdict.VALID);
  }
}
