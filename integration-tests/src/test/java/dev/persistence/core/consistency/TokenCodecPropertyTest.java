package dev.persistence.core.consistency;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import dev.persistence.testkit.time.SettableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What holds for every token and every text, for many random ones. */
class TokenCodecPropertyTest {

  private static final List<String> CLUSTERS = List.of("orders", "users", "a cluster with é");

  private final SettableClock clock = new SettableClock();
  private final TokenCodec codec =
      TokenCodec.builder()
          .clusters(CLUSTERS.toArray(new String[0]))
          .key("a key that is long enough".getBytes(java.nio.charset.StandardCharsets.UTF_8))
          .clock(clock)
          .build();

  private static ConsistencyToken token(SeededRandom random) {
    long epoch = random.nextLong() >>> random.between(1, 63);
    return new ConsistencyToken(random.pick(CLUSTERS), epoch, position(random));
  }

  private static String position(SeededRandom random) {
    return switch (random.between(0, 4)) {
      case 0 -> String.format(Locale.ROOT, "%X/%X", half(random), half(random));
      case 1 -> new UUID(random.nextLong(), random.nextLong()) + ":" + number(random);
      case 2 -> number(random) + "-" + number(random) + "-" + number(random);
      case 3 -> new UUID(random.nextLong(), random.nextLong()) + ":1-" + number(random) + ":7";
      default -> "p" + random.text(30);
    };
  }

  private static long half(SeededRandom random) {
    return random.nextLong() >>> random.between(32, 63);
  }

  private static String number(SeededRandom random) {
    return Long.toUnsignedString(random.nextLong() >>> random.between(0, 63));
  }

  @Test
  void everyTokenComesBackUnlessItsPositionIsTooLong() {
    SeededRandom.forAll(
        2_000,
        random -> {
          ConsistencyToken token = token(random);
          String text = codec.encode(token);

          assertThat(text)
              .matches("[A-Za-z0-9_-]+")
              .hasSizeLessThanOrEqualTo(TokenCodec.MOST_CHARACTERS);
          ConsistencyToken decoded = codec.decode(text).tokens().get(0);
          ConsistencyToken expected =
              decoded.isPositionKnown()
                  ? token
                  : ConsistencyToken.unknown(token.cluster(), token.epoch());
          assertThat(decoded).isEqualTo(expected);
          boolean mustFit =
              token.position().getBytes(java.nio.charset.StandardCharsets.UTF_8).length <= 58;
          assertThat(decoded.isPositionKnown() || !mustFit).isTrue();
        });
  }

  @Test
  void listsComeBackInTheirOrder() {
    SeededRandom.forAll(
        300,
        random -> {
          List<ConsistencyToken> tokens = new ArrayList<>();
          for (int i = random.between(1, TokenCodec.MOST_TOKENS); i > 0; i--) {
            tokens.add(new ConsistencyToken(random.pick(CLUSTERS), i, "0/1"));
          }
          assertThat(codec.decode(codec.encode(tokens)).tokens()).isEqualTo(tokens);
        });
  }

  @Test
  void everyFlippedBitOfTheTextIsRejected() {
    SeededRandom.forAll(
        40,
        random -> {
          String text = codec.encode(token(random));
          for (int i = 0; i < text.length() * 8; i++) {
            char[] flipped = text.toCharArray();
            flipped[i / 8] ^= (char) (1 << (i % 8));
            assertRejected(new String(flipped));
          }
        });
  }

  @Test
  void everyFlippedBitOfTheBytesIsRejected() {
    SeededRandom.forAll(
        40,
        random -> {
          byte[] bytes = Base64.getUrlDecoder().decode(codec.encode(token(random)));
          for (int i = 0; i < bytes.length * 8; i++) {
            byte[] flipped = bytes.clone();
            flipped[i / 8] ^= (byte) (1 << (i % 8));
            assertRejected(Base64.getUrlEncoder().withoutPadding().encodeToString(flipped));
          }
        });
  }

  @Test
  void everyTruncationAndExtensionIsRejected() {
    SeededRandom.forAll(
        100,
        random -> {
          String text = codec.encode(token(random));
          for (int i = 1; i < text.length(); i++) {
            assertRejected(text.substring(0, i));
            assertRejected(text.substring(i));
          }
          assertRejected(text + "A");
          assertRejected("A" + text);
        });
  }

  @Test
  void randomTextNeverThrowsAndIsNeverBelieved() {
    SeededRandom.forAll(
        5_000,
        random -> {
          String text =
              random.chance(0.5)
                  ? random.text(300)
                  : Base64.getUrlEncoder().withoutPadding().encodeToString(random.bytes(100));
          DecodedTokens decoded = codec.decode(text);
          assertThat(decoded.tokens()).noneMatch(ConsistencyToken::isPositionKnown);
          assertThat(decoded.verdicts()).doesNotContain(TokenVerdict.VALID);
        });
  }

  @Test
  void tokenIsValidExactlyFromTheSkewBeforeItsIssueToItsTimeToLive() {
    SeededRandom.forAll(
        500,
        random -> {
          String text = codec.encode(new ConsistencyToken("orders", 1, "0/1"));
          int seconds = random.between(-200, 200);
          clock.advance(Duration.ofSeconds(seconds));
          TokenVerdict expected =
              seconds > 60
                  ? TokenVerdict.EXPIRED
                  : seconds < -5 ? TokenVerdict.FUTURE : TokenVerdict.VALID;
          assertThat(codec.decode(text).verdicts()).containsExactly(expected);
        });
  }

  private void assertRejected(String text) {
    DecodedTokens decoded = codec.decode(text);
    assertThat(decoded.isTrusted()).as(text).isFalse();
    assertThat(decoded.tokens()).noneMatch(ConsistencyToken::isPositionKnown);
  }
}
