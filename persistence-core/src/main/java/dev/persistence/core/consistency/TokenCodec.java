package dev.persistence.core.consistency;

import dev.persistence.core.Arguments;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes signed text of {@link ConsistencyToken}s and tokens of such text, to carry a session from
 * one process to another through a place that strangers can write to.
 *
 * <pre>{@code
 * TokenCodec codec =
 *     TokenCodec.builder().clusters("orders").key(secret).previousKey(oldSecret).build();
 * try (Session session = Session.resume(codec.decode(incoming).tokens())) {
 *   service.handle(request);
 *   outgoing = codec.encode(session.tokens());
 * }
 * }</pre>
 *
 * <p>The text of one token has at most 128 characters, several are joined by a full stop, and all
 * of it is {@code A-Z a-z 0-9 - _ .}: it stands unquoted in URLs, cookies and headers. It is
 * unpadded base64url (RFC 4648) of these bytes:
 *
 * <pre>
 * version 1 | cluster 6 | issued at 4 | epoch 1 to 10 | position 1 to 68 | HMAC-SHA256 16
 * </pre>
 *
 * <p>The cluster is the start of the SHA-256 of its name, the time is in seconds since 1970, and
 * the epoch plus one is written seven bits a byte. A position that does not fit is left out; the
 * receiver then treats the session as if it had written at that moment, which is slower, and never
 * stale. Without a key nothing leaves the process: there is no unsigned form.
 *
 * <p>Decoding never throws, whatever the text is. A text that is not a valid token is counted and
 * told to the listener, and leaves a {@linkplain ConsistencyToken#unknown token of unknown
 * position} in its place: for its own cluster if that one is declared and the signature is ours,
 * else for all declared ones. So a stranger can make the reads of a session slower, and can never
 * make them stale or choose a node.
 *
 * <p>A signature proves that one of us wrote the token, not who may show it: whoever sees a token
 * can use it until it expires, and learns no more from it than how far the log had grown.
 *
 * <p>Immutable but for its counters; thread-safe; never blocks.
 */
public final class TokenCodec {

  /** No text of one token is longer. */
  public static final int MOST_CHARACTERS = 128;

  /** No text with more tokens is written, or read beyond that. */
  public static final int MOST_TOKENS = 16;

  private static final Logger LOG = LoggerFactory.getLogger(TokenCodec.class);

  private static final byte VERSION = 1;
  private static final int LEAST_BYTES = 1 + 6 + 4 + 1 + 1 + TokenSignature.LENGTH;
  private static final int MOST_BYTES = MOST_CHARACTERS * 3 / 4;
  private static final String SEPARATOR = ".";

  private final TokenSignature signature;
  private final List<String> clusters;
  private final Map<String, Long> idOfCluster = new HashMap<>();
  private final Map<Long, String> clusterOfId = new HashMap<>();
  private final long timeToLiveSeconds;
  private final long clockSkewSeconds;
  private final TokenListener listener;
  private final InstantSource clock;
  private final Map<TokenVerdict, LongAdder> counts = new EnumMap<>(TokenVerdict.class);

  TokenCodec(TokenCodecBuilder builder, TokenSignature signature) {
    this.signature = signature;
    this.clusters = builder.declared();
    for (String cluster : clusters) {
      long id = TokenBytes.clusterId(cluster);
      idOfCluster.put(cluster, id);
      clusterOfId.put(id, cluster);
    }
    for (TokenVerdict verdict : TokenVerdict.values()) {
      counts.put(verdict, new LongAdder());
    }
    this.timeToLiveSeconds = builder.timeToLive.toSeconds();
    this.clockSkewSeconds = builder.clockSkew.toSeconds();
    this.listener = builder.listener;
    this.clock = builder.clock;
  }

  /** Starts building a codec. */
  public static TokenCodecBuilder builder() {
    return new TokenCodecBuilder();
  }

  /**
   * Returns the text of one token, at most {@value #MOST_CHARACTERS} characters.
   *
   * @throws IllegalArgumentException if the token's cluster was not declared
   */
  public String encode(ConsistencyToken token) {
    Long id = idOfCluster.get(Arguments.notNull("token", token).cluster());
    if (id == null) {
      throw new IllegalArgumentException(
          "cluster is \"%s\"; allowed: a declared one, of %s".formatted(token.cluster(), clusters));
    }
    ByteBuffer bytes = ByteBuffer.allocate(MOST_BYTES);
    bytes.put(VERSION);
    TokenBytes.putClusterId(bytes, id);
    bytes.putInt((int) clock.instant().getEpochSecond());
    TokenBytes.putVarint(bytes, token.epoch() + 1);
    int room = bytes.remaining() - TokenSignature.LENGTH;
    bytes.put(PositionPacking.pack(token.position(), room));
    bytes.put(signature.sign(bytes.array(), bytes.position()));
    return TokenBytes.text(Arrays.copyOf(bytes.array(), bytes.position()));
  }

  /**
   * Returns the text of all tokens, empty if there are none.
   *
   * @throws IllegalArgumentException if a token's cluster was not declared, or there are more than
   *     {@value #MOST_TOKENS}
   */
  public String encode(List<ConsistencyToken> tokens) {
    List<ConsistencyToken> all = Arguments.listOf("tokens", tokens);
    Arguments.inRange("number of tokens", all.size(), 0, MOST_TOKENS);
    return all.stream().map(this::encode).collect(Collectors.joining(SEPARATOR));
  }

  /**
   * Returns what the text says; never throws.
   *
   * @param text what {@link #encode} has written, or anything else; null and blank text are no
   *     tokens at all
   */
  public DecodedTokens decode(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return new DecodedTokens(List.of(), List.of());
    }
    List<ConsistencyToken> tokens = new ArrayList<>();
    List<TokenVerdict> verdicts = new ArrayList<>();
    for (String part : parts(text)) {
      TokenVerdict verdict = judge(part, tokens);
      verdicts.add(verdict);
      tell(verdict);
    }
    return new DecodedTokens(tokens.stream().distinct().toList(), verdicts);
  }

  private static String[] parts(String text) {
    boolean tooLong = text.length() > MOST_TOKENS * (MOST_CHARACTERS + SEPARATOR.length());
    return tooLong ? new String[] {""} : text.strip().split("\\.", MOST_TOKENS + 1);
  }

  /** Judges the text of one token and adds what may be believed. */
  private TokenVerdict judge(String text, List<ConsistencyToken> tokens) {
    byte[] bytes = text.length() > MOST_CHARACTERS ? new byte[0] : TokenBytes.bytes(text);
    if (bytes.length < LEAST_BYTES || bytes[0] != VERSION) {
      return doubt(TokenVerdict.UNREADABLE, clusters, tokens);
    }
    if (!signature.isSigned(bytes)) {
      return doubt(TokenVerdict.FORGED, clusters, tokens);
    }
    ByteBuffer signed = ByteBuffer.wrap(bytes, 1, bytes.length - 1 - TokenSignature.LENGTH);
    String cluster = clusterOfId.get(TokenBytes.clusterId(signed));
    if (cluster == null) {
      return doubt(TokenVerdict.FOREIGN, clusters, tokens);
    }
    // The seconds have 32 bits, which wrap in 2106; the difference is right across that.
    long age = (int) (clock.instant().getEpochSecond() - signed.getInt());
    if (age > timeToLiveSeconds) {
      return doubt(TokenVerdict.EXPIRED, List.of(cluster), tokens);
    }
    if (age < -clockSkewSeconds) {
      return doubt(TokenVerdict.FUTURE, List.of(cluster), tokens);
    }
    try {
      long epoch = TokenBytes.varint(signed) - 1;
      tokens.add(new ConsistencyToken(cluster, epoch, PositionPacking.unpack(signed)));
      return TokenVerdict.VALID;
    } catch (BufferUnderflowException | IllegalArgumentException e) {
      return doubt(TokenVerdict.UNREADABLE, List.of(cluster), tokens);
    }
  }

  private static TokenVerdict doubt(
      TokenVerdict verdict, List<String> clusters, List<ConsistencyToken> tokens) {
    clusters.forEach(cluster -> tokens.add(ConsistencyToken.unknown(cluster)));
    return verdict;
  }

  private void tell(TokenVerdict verdict) {
    counter(verdict).increment();
    try {
      listener.judged(verdict);
    } catch (RuntimeException e) { // Code of the application; it must not fail the request.
      LOG.warn("The token listener failed and was ignored", e);
    }
  }

  /** Returns how many tokens were decoded with this verdict since the codec was built. */
  public long count(TokenVerdict verdict) {
    return counter(Arguments.notNull("verdict", verdict)).sum();
  }

  private LongAdder counter(TokenVerdict verdict) {
    return Objects.requireNonNull(counts.get(verdict));
  }

  /** Returns the settings but for the keys. */
  @Override
  public String toString() {
    return "TokenCodec for %s, timeToLive %d s, clockSkew %d s"
        .formatted(clusters, timeToLiveSeconds, clockSkewSeconds);
  }
}
