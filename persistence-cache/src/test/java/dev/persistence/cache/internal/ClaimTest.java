package dev.persistence.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** A lease tells of which generations it is. */
class ClaimTest {

  private static final Map<String, Long> PLAIN = Map.of(Generations.SPACE, 7L);
  private static final Map<String, Long> TAGGED =
      Map.of(Generations.SPACE, 7L, Generations.ANY_TAG, -9L);

  @Test
  void leaseOfTheSameGenerationsIsNotOutlived() {
    assertThat(Claim.of("a", PLAIN).outlives(Claim.of("b", PLAIN).token())).isFalse();
    assertThat(Claim.of("a", TAGGED).outlives(Claim.of("b", TAGGED).token())).isFalse();
  }

  @Test
  void leaseFromBeforeAllValuesWereGivenUpIsOutlived() {
    String before = Claim.of("a", Map.of(Generations.SPACE, 6L)).token();
    assertThat(Claim.of("b", PLAIN).outlives(before)).isTrue();
    assertThat(Claim.of("b", TAGGED).outlives(before)).isTrue();
  }

  @Test
  void leaseFromBeforeThoseOfATagWereGivenUpIsOutlived() {
    Map<String, Long> before = Map.of(Generations.SPACE, 7L, Generations.ANY_TAG, 9L);
    assertThat(Claim.of("b", TAGGED).outlives(Claim.of("a", before).token())).isTrue();
  }

  @Test
  void leaseOfANodeWithoutTagsIsNotOutlivedForThat() {
    assertThat(Claim.of("b", TAGGED).outlives(Claim.of("a", PLAIN).token())).isFalse();
    assertThat(Claim.of("b", PLAIN).outlives(Claim.of("a", TAGGED).token())).isFalse();
  }

  @Test
  void leaseThatSaysNothingOfGenerationsIsWaitedFor() {
    assertThat(Claim.of("b", PLAIN).outlives("4711")).isFalse();
  }
}
