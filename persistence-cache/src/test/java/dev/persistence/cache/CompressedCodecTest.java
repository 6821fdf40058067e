package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.json.JsonCodec;
import dev.persistence.testkit.SeededRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class CompressedCodecTest extends CodecContract<String> {

  private static final Codec<String> PLAIN = JsonCodec.of(String.class);
  private static final String LARGE = words(900);

  private final CompressedCodec<String> codec = CompressedCodec.of(PLAIN);

  @Override
  protected Codec<String> codec() {
    return codec;
  }

  @Override
  protected List<String> values() {
    return List.of("", "short", LARGE);
  }

  private static String words(int count) {
    SeededRandom random = SeededRandom.of(4);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(i % 30 == 0 ? "word " + random.between(1, 9) : "again");
    }
    return text.toString();
  }

  /** Returns what claims to become so many bytes. */
  private static byte[] claiming(int length, byte[] deflated) {
    return ByteBuffer.allocate(5 + deflated.length)
        .put((byte) 1)
        .putInt(length)
        .put(deflated)
        .array();
  }

  private static byte[] deflated(byte[] plain) {
    Deflater deflater = new Deflater();
    deflater.setInput(plain);
    deflater.finish();
    byte[] buffer = new byte[plain.length + 100];
    int length = deflater.deflate(buffer);
    deflater.end();
    return Arrays.copyOf(buffer, length);
  }

  private void assertRefused(byte[] hostile, String why) {
    assertThatThrownBy(() -> codec.decode(hostile, 0, hostile.length))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(why);
  }

  @Test
  void largeValuesBecomeSmaller() throws IOException {
    int plain = PLAIN.encode(LARGE).length;
    assertThat(plain).isGreaterThan(4 << 10);
    assertThat(codec.encode(LARGE).length).isLessThan(plain / 4);
  }

  @Test
  void smallValuesStayAsTheyAreBehindOneByte() throws IOException {
    String small = "a".repeat(4093);
    byte[] bytes = codec.encode(small);
    assertThat(bytes).hasSize(4096).startsWith(0);
    assertThat(Arrays.copyOfRange(bytes, 1, bytes.length)).isEqualTo(PLAIN.encode(small));
  }

  @Test
  void valuesThatAreNotToBeCompressedStayReadable() throws IOException {
    for (String extreme : List.of("a".repeat(1 << 20), "b".repeat((16 << 20) + 1))) {
      byte[] bytes = codec.encode(extreme);
      assertThat(bytes).hasSize(PLAIN.encode(extreme).length + 1);
      assertThat(codec.decode(bytes, 0, bytes.length)).isEqualTo(extreme);
    }
  }

  @Test
  void bytesThatClaimTooMuchAreRefusedBeforeAnythingIsMadeOfThem() {
    assertRefused(claiming(Integer.MAX_VALUE, new byte[64 << 20]), "not believed");
    assertRefused(claiming(-1, new byte[100]), "not believed");
    assertRefused(claiming(101 * 4096, new byte[4096]), "not believed");
  }

  @Test
  void bytesThatBecomeAnotherLengthThanTheyClaimAreRefused() {
    byte[] deflated = deflated(LARGE.getBytes(StandardCharsets.UTF_8));
    assertRefused(claiming(LARGE.length() - 1, deflated), "do not become");
    assertRefused(claiming(LARGE.length() + 1, deflated), "do not become");
    assertRefused(
        claiming(LARGE.length(), Arrays.copyOf(deflated, deflated.length + 1)), "do not become");
  }

  @Test
  void formatIsAnotherOneThanThatOfTheValuesAlone() {
    assertThat(codec.id()).isEqualTo((byte) -127);
    assertThat(codec).hasToString("compressed JSON of java.lang.String");
  }

  @Test
  void compressingTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CompressedCodec.of(codec))
        .withMessageContaining("one that does not compress itself");
  }
}
