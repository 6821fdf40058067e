package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.InterceptedStore.Flaw;
import dev.persistence.testkit.SeededRandom;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * No interleaving leaves a stale value behind: 5,000 rounds in each mode by default, ten and more
 * times as many with a greater {@code persistence.test.scale}.
 */
class CacheInterleavingTest {

  private static final int SCALE = Integer.getInteger("persistence.test.scale", 1);
  private static final int WORLDS = 50 * SCALE;
  private static final int ROUNDS = 100;

  @Test
  void quietCacheHasTheNewestValueOrNone() {
    SeededRandom.forAll(WORLDS, random -> live(random, false, Set.of()));
  }

  @Test
  void strictCacheHasTheNewestValueOrNone() {
    SeededRandom.forAll(WORLDS, random -> live(random, true, Set.of()));
  }

  /** The simulation would notice if a part of the protocol were missing. */
  @ParameterizedTest
  @EnumSource(Flaw.class)
  void flawIsFound(Flaw flaw) {
    assertThatThrownBy(
            () -> SeededRandom.forAll(WORLDS, random -> live(random, false, Set.of(flaw))))
        .isInstanceOf(AssertionError.class)
        .hasStackTraceContaining("what happened:");
  }

  private static void live(SeededRandom random, boolean strict, Set<Flaw> flaws) {
    try (CacheWorld world = new CacheWorld(random, strict, flaws)) {
      for (int i = 0; i < ROUNDS; i++) {
        world.round();
      }
    }
  }
}
