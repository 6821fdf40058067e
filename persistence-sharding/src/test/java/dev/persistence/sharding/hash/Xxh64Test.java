package dev.persistence.sharding.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Xxh64Test {

  /** The bytes that xxHash's own tests hash: tests/sanity_test_vectors_generator.c. */
  private static byte[] sanityBytes(int length) {
    byte[] bytes = new byte[length];
    long generator = 2654435761L;
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (generator >>> 56);
      generator *= 0x9E3779B185EBCA8DL;
    }
    return bytes;
  }

  /** Vectors of xxHash's tests/sanity_test.c, XXH64 with seed 0. */
  @ParameterizedTest
  @CsvSource({
    "0, EF46DB3751D8E999",
    "1, E934A84ADB052768",
    "4, 9136A0DCA57457EE",
    "14, 8282DCC4994E35C8",
    "222, B641AE8CB691C174"
  })
  void bytesHashAsInItsAuthorsTests(int length, String hash) {
    assertThat(Long.toHexString(Xxh64.ofBytes(sanityBytes(length)))).isEqualToIgnoringCase(hash);
  }

  /** The first three are those of the Nim binding's tests, the others those of Vitess's. */
  @ParameterizedTest
  @CsvSource({
    "a, d24ec4f1a98c6e5b",
    "ab, 65f708ca92d04a61",
    "abc, 44bc2cf5ad770999",
    "test1, 0b8f97d6e4b71ad0",
    "testaverylongvaluetomakesurethisworks, 6a0e850d8ec3d881"
  })
  void textHashesAsElsewhere(String text, String hash) {
    assertThat(Xxh64.ofUtf8(text)).isEqualTo(Long.parseUnsignedLong(hash, 16));
  }

  @Test
  void textHashesAsItsUtf8Bytes() {
    SeededRandom.forAll(
        500,
        random -> {
          String text = random.text(100);
          assertThat(Xxh64.ofUtf8(text))
              .isEqualTo(Xxh64.ofBytes(text.getBytes(StandardCharsets.UTF_8)));
        });
  }

  @Test
  void oneCharacterBeyondAsciiIsNotedWhereverItStands() {
    String ascii = "x".repeat(70);
    for (int at = 0; at < ascii.length(); at++) {
      for (String odd : new String[] {"\u0080", "é", "\u0100", "中", "😀"}) {
        String text = ascii.substring(0, at) + odd + ascii.substring(at + 1);
        assertThat(Xxh64.ofUtf8(text))
            .isEqualTo(Xxh64.ofBytes(text.getBytes(StandardCharsets.UTF_8)));
      }
    }
  }
}
