package dev.persistence.sharding.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class Mix64Test {

  private static final long GAMMA = 0x9e3779b97f4a7c15L;
  private static final long TWICE = 0x3c6ef372fe94f82aL;
  private static final long THRICE = 0xdaa66d2c7ddf743fL;

  /** The first numbers of SplitMix64 with seed 0, which finishes the multiples of its gamma. */
  @Test
  void finaliserIsThatOfSplitMix64() {
    assertThat(Mix64.mix(GAMMA)).isEqualTo(0xe220a8397b1dcdafL);
    assertThat(Mix64.mix(TWICE)).isEqualTo(0x6e789e6aa1b965f4L);
    assertThat(Mix64.mix(THRICE)).isEqualTo(0x06c45d188009454fL);
  }

  @Test
  void bucketIsTheFirstBitsForEver() {
    HashScheme scheme = HashScheme.mix64();
    assertThat(scheme.name()).isEqualTo("mix64/1");
    assertThat(scheme.bucketOf(GAMMA, 12)).isEqualTo(0xe22);
    assertThat(scheme.bucketOf("abc", 12)).isEqualTo(0x44b);
    assertThat(scheme.bucketOf(new UUID(0, TWICE), 12)).isEqualTo(0x6e7);
    UUID both = new UUID(GAMMA, 3);
    assertThat(scheme.bucketOf(both, 12)).isEqualTo(scheme.bucketOf(0xe220a8397b1dcdafL ^ 3, 12));
  }

  @Test
  void keysThatASchemeDoesNotTakeAreRefused() {
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> HashScheme.citus().bucketOf("1", 12))
        .withMessage("citus/1 takes no text");
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> HashScheme.redisSlot().bucketOf(new UUID(1, 2), 12));
  }
}
