package dev.persistence.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenCodecTest {

  private static final byte[] KEY = "a key of 16 byte".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER_KEY = "another key here".getBytes(StandardCharsets.US_ASCII);
  private static final ConsistencyToken TOKEN = new ConsistencyToken("orders", 3, "16/B374D848");
  private static final ConsistencyToken USERS = new ConsistencyToken("users", 1, "0/1");

  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final InstantSource clock = () -> now;

  private TokenCodecBuilder builder() {
    return TokenCodec.builder().clusters("orders", "users").key(KEY).clock(clock);
  }

  private final TokenCodec codec = builder().build();

  @Test
  void tokenSurvivesTheJourney() {
    DecodedTokens decoded = codec.decode(codec.encode(TOKEN));

    assertThat(decoded.tokens()).containsExactly(TOKEN);
    assertThat(decoded.verdicts()).containsExactly(TokenVerdict.VALID);
    assertThat(decoded.isTrusted()).isTrue();
  }

  @Test
  void tokenOfPostgreSqlIsShort() {
    assertThat(codec.encode(TOKEN)).hasSize(50).matches("[A-Za-z0-9_-]+");
  }

  @Test
  void severalTokensTravelTogether() {
    String text = codec.encode(List.of(TOKEN, USERS));

    assertThat(text).matches("[A-Za-z0-9_.-]+");
    assertThat(codec.decode(text).tokens()).containsExactly(TOKEN, USERS);
  }

  @Test
  void noTokenIsNoTextAndBack() {
    assertThat(codec.encode(List.of())).isEmpty();
    for (String nothing : new String[] {"", "  "}) {
      assertThat(codec.decode(nothing).tokens()).isEmpty();
    }
    assertThat(codec.decode(null).isTrusted()).isTrue();
    assertThat(codec.decode(null).verdicts()).isEmpty();
  }

  @Test
  void positionThatIsTooLongIsLeftOut() {
    ConsistencyToken longToken = new ConsistencyToken("orders", 7, "x".repeat(100));

    String text = codec.encode(longToken);

    assertThat(text).hasSizeLessThanOrEqualTo(TokenCodec.MOST_CHARACTERS);
    assertThat(codec.decode(text).tokens()).containsExactly(ConsistencyToken.unknown("orders", 7));
    assertThat(codec.decode(text).isTrusted()).isTrue();
  }

  @Test
  void longestPositionThatFitsFillsTheText() {
    ConsistencyToken longest = new ConsistencyToken("orders", 7, "x".repeat(67));

    assertThat(codec.encode(longest)).hasSize(TokenCodec.MOST_CHARACTERS);
    assertThat(codec.decode(codec.encode(longest)).tokens()).containsExactly(longest);
  }

  @Test
  void signatureOfAnotherKeyIsForgedAndPutsEveryClusterInDoubt() {
    TokenCodec stranger =
        TokenCodec.builder().clusters("orders").key(OTHER_KEY).clock(clock).build();

    DecodedTokens decoded = codec.decode(stranger.encode(TOKEN));

    assertThat(decoded.verdicts()).containsExactly(TokenVerdict.FORGED);
    assertThat(decoded.isTrusted()).isFalse();
    assertThat(decoded.tokens())
        .containsExactly(ConsistencyToken.unknown("orders"), ConsistencyToken.unknown("users"));
  }

  @Test
  void previousKeyIsAcceptedAndNeverSigns() {
    TokenCodec old = TokenCodec.builder().clusters("orders").key(OTHER_KEY).clock(clock).build();
    TokenCodec rotated = builder().previousKey(OTHER_KEY).build();

    assertThat(rotated.decode(old.encode(TOKEN)).tokens()).containsExactly(TOKEN);
    assertThat(codec.decode(rotated.encode(TOKEN)).tokens()).containsExactly(TOKEN);
    assertThat(old.decode(rotated.encode(TOKEN)).verdicts()).containsExactly(TokenVerdict.FORGED);
  }

  @Test
  void tokenExpiresAfterItsTimeToLive() {
    TokenCodec minute = builder().timeToLive(Duration.ofMinutes(1)).build();
    String text = minute.encode(TOKEN);

    now = now.plusSeconds(60);
    assertThat(minute.decode(text).verdicts()).containsExactly(TokenVerdict.VALID);
    now = now.plusSeconds(1);
    assertThat(minute.decode(text).verdicts()).containsExactly(TokenVerdict.EXPIRED);
    assertThat(minute.decode(text).tokens()).containsExactly(ConsistencyToken.unknown("orders"));
  }

  @Test
  void tokenFromTheFutureIsRefusedBeyondTheClockSkew() {
    TokenCodec strict = builder().clockSkew(Duration.ofSeconds(5)).build();
    String text = strict.encode(TOKEN);

    now = now.minusSeconds(5);
    assertThat(strict.decode(text).verdicts()).containsExactly(TokenVerdict.VALID);
    now = now.minusSeconds(1);
    assertThat(strict.decode(text).verdicts()).containsExactly(TokenVerdict.FUTURE);
    assertThat(strict.decode(text).tokens()).containsExactly(ConsistencyToken.unknown("orders"));
  }

  @Test
  void timeMayPassTheEndOfItsThirtyTwoBits() {
    now = Instant.ofEpochSecond((1L << 32) - 10);
    String text = codec.encode(TOKEN);
    now = now.plusSeconds(30);

    assertThat(codec.decode(text).tokens()).containsExactly(TOKEN);
  }

  @Test
  void clusterThatIsNotDeclaredIsForeignAndPutsEveryClusterInDoubt() {
    TokenCodec elsewhere = TokenCodec.builder().clusters("stock").key(KEY).clock(clock).build();
    String text = elsewhere.encode(new ConsistencyToken("stock", 1, "0/1"));

    assertThat(codec.decode(text).verdicts()).containsExactly(TokenVerdict.FOREIGN);
    assertThat(codec.decode(text).tokens()).hasSize(2).noneMatch(ConsistencyToken::isPositionKnown);
  }

  @Test
  void validTokensAreKeptBesideRejectedOnes() {
    DecodedTokens decoded = codec.decode(codec.encode(TOKEN) + ".nonsense." + codec.encode(USERS));

    assertThat(decoded.verdicts())
        .containsExactly(TokenVerdict.VALID, TokenVerdict.UNREADABLE, TokenVerdict.VALID);
    assertThat(decoded.tokens()).contains(TOKEN, USERS, ConsistencyToken.unknown("orders"));
  }

  @Test
  void hostileTextIsUnreadableAndNeverThrows() {
    String valid = codec.encode(TOKEN);
    for (String text :
        List.of(
            "A",
            ".",
            "äöü",
            "\u0000",
            valid + "=",
            valid + "A",
            valid.substring(4),
            valid.repeat(3),
            "A".repeat(10_000_000),
            ".".repeat(2_000),
            (valid + ".").repeat(2_000))) {
      DecodedTokens decoded = codec.decode(text);
      assertThat(decoded.isTrusted()).isFalse();
      assertThat(decoded.verdicts()).hasSizeLessThanOrEqualTo(TokenCodec.MOST_TOKENS + 1);
      assertThat(decoded.tokens()).contains(ConsistencyToken.unknown("users"));
    }
  }

  @Test
  void anotherVersionIsUnreadable() {
    String text = codec.encode(TOKEN);

    assertThat(codec.decode("Ag" + text.substring(2)).verdicts())
        .containsExactly(TokenVerdict.UNREADABLE);
  }

  @Test
  void everyVerdictIsCountedAndTold() {
    List<TokenVerdict> told = Collections.synchronizedList(new ArrayList<>());
    TokenCodec counted = builder().listener(told::add).build();
    counted.decode(counted.encode(TOKEN) + ".x");
    counted.decode("y");

    assertThat(told)
        .containsExactly(TokenVerdict.VALID, TokenVerdict.UNREADABLE, TokenVerdict.UNREADABLE);
    assertThat(counted.count(TokenVerdict.VALID)).isEqualTo(1);
    assertThat(counted.count(TokenVerdict.UNREADABLE)).isEqualTo(2);
    assertThat(counted.count(TokenVerdict.FORGED)).isZero();
  }

  @Test
  void listenerThatFailsIsIgnored() {
    TokenCodec told =
        builder()
            .listener(
                verdict -> {
                  throw new IllegalStateException("listener");
                })
            .build();

    assertThat(told.decode(told.encode(TOKEN)).tokens()).containsExactly(TOKEN);
  }

  @Test
  void clusterThatWasNotDeclaredIsNotEncoded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(new ConsistencyToken("stock", 1, "0/1")))
        .withMessage("cluster is \"stock\"; allowed: a declared one, of [orders, users]");
  }

  @Test
  void moreTokensThanAreReadAreNotEncoded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(Collections.nCopies(17, TOKEN)))
        .withMessage("number of tokens is 17; allowed: 0 to 16");
  }

  @Test
  @SuppressWarnings("NullAway") // What is rejected here is null.
  void nullIsNotEncoded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode((List<ConsistencyToken>) null))
        .withMessageStartingWith("tokens is null");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> codec.encode(Collections.singletonList(null)))
        .withMessageStartingWith("tokens contains null");
  }

  @Test
  void keyIsNeverPrinted() {
    String key = new String(KEY, StandardCharsets.US_ASCII);

    assertThat(codec.toString()).contains("orders", "60 s").doesNotContain(key);
    assertThat(builder().toString()).contains("orders").doesNotContain(key);
  }

  @Test
  void keyIsCopied() {
    byte[] mine = KEY.clone();
    TokenCodec copied = builder().key(mine).build();
    mine[0]++;

    assertThat(copied.decode(codec.encode(TOKEN)).isTrusted()).isTrue();
  }
}
