package dev.persistence.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What was stored is read as it was, and whatever else is there is no frame. */
class FrameTest {

  private static final Frame.Times TIMES = new Frame.Times(600_000, 4_200_000, 1_234);

  private static Frame frame(byte @Nullable [] value, Map<String, Long> generations) {
    Frame.Payload payload = value == null ? null : new Frame.Payload(value, 0, value.length);
    return new Frame((byte) 1, 7, TIMES, 42, generations, payload);
  }

  private static Frame parsed(byte[] bytes) {
    return Objects.requireNonNull(Frame.parse(bytes), "no frame");
  }

  @Test
  void frameIsReadAsItWasWritten() {
    SeededRandom.forAll(
        200,
        random -> {
          byte[] value = random.bytes(300);
          Map<String, Long> generations =
              Map.of("", random.nextLong(), random.text(20) + "t", random.nextLong());
          Frame read = parsed(frame(value, generations).bytes());
          assertThat(read.codec()).isEqualTo((byte) 1);
          assertThat(read.schema()).isEqualTo(7);
          assertThat(read.times()).isEqualTo(TIMES);
          assertThat(read.version()).isEqualTo(42);
          assertThat(read.generations()).isEqualTo(generations);
          Frame.Payload payload = Objects.requireNonNull(read.payload(), "no payload");
          assertThat(
                  Arrays.copyOfRange(
                      payload.bytes(), payload.offset(), payload.offset() + payload.length()))
              .isEqualTo(value);
        });
  }

  @Test
  void emptyValueIsNotTheLackOfOne() {
    assertThat(parsed(frame(new byte[0], Map.of()).bytes()).payload()).isNotNull();
    assertThat(parsed(frame(null, Map.of()).bytes()).payload()).isNull();
  }

  @Test
  void everyTruncationAndEveryFlippedBitIsNoFrame() {
    byte[] bytes = frame("value".getBytes(StandardCharsets.UTF_8), Map.of("", 1L)).bytes();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(Frame.parse(Arrays.copyOf(bytes, length))).as("cut to %d", length).isNull();
    }
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(Frame.parse(flipped)).as("bit %d", bit).isNull();
    }
  }

  @Test
  void foreignBytesAreNoFrame() {
    SeededRandom.forAll(500, random -> assertThat(Frame.parse(random.bytes(200))).isNull());
  }
}
