package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.InterceptedStore.Flaw;
import dev.persistence.testkit.SeededRandom;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * No interleaving leaves a stale value behind: 5,000 rounds in each mode by default, that times
 * {@code persistence.test.scale} otherwise. The log, at its level of information, tells what the
 * rounds went through.
 */
class CacheInterleavingTest {

  private static final Logger LOG = LoggerFactory.getLogger(CacheInterleavingTest.class);
  private static final int SCALE = Integer.getInteger("persistence.test.scale", 1);
  private static final int SEEDS = 10 * SCALE;

  /** Worlds that one seed determines; they live at the same time. */
  private static final int WORLDS = 5;

  private static final int ROUNDS = 100;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void quietCacheHasTheNewestValueOrNone(boolean strict) {
    Tally tally = new Tally();
    long begun = System.nanoTime();
    SeededRandom.forAll(SEEDS, random -> live(random, strict, Set.of(), tally));
    long seconds = (System.nanoTime() - begun) / 1_000_000_000;
    LOG.info("strict {}, seeds 1 to {}, {} s: {}", strict, SEEDS, seconds, tally);
    assertThat(tally.courses()).hasSizeGreaterThan(tally.rounds() / 10 * 9);
    assertThat(tally.events())
        .contains("get", "getAll", "getAsync", "refresh", "put", "putIfNewer", "invalidate")
        .contains("commit", "rollback", "clear", "remove by hand")
        .contains("cut", "reconnect", "store down", "wipe");
  }

  /** The simulation would notice if a part of the protocol were missing. */
  @ParameterizedTest
  @EnumSource(Flaw.class)
  void flawIsFound(Flaw flaw) {
    boolean strict = flaw == Flaw.NO_FENCE;
    Tally tally = new Tally();
    assertThatThrownBy(
            () ->
                SeededRandom.forAll(5 * SEEDS, random -> live(random, strict, Set.of(flaw), tally)))
        .isInstanceOf(AssertionError.class)
        .hasStackTraceContaining("what happened:");
    LOG.info("{} was found after {} rounds", flaw, tally.rounds());
  }

  @Test
  void seedDeterminesWhatHappens() {
    assertThat(course(1)).isEqualTo(course(1)).isNotEqualTo(course(2));
  }

  private static Set<Long> course(long seed) {
    Tally tally = new Tally();
    live(SeededRandom.of(seed), false, Set.of(), tally);
    return tally.courses();
  }

  private static void live(SeededRandom random, boolean strict, Set<Flaw> flaws, Tally tally) {
    Stream.generate(random::split).limit(WORLDS).toList().parallelStream()
        .forEach(own -> liveAlone(own, strict, flaws, tally));
  }

  private static void liveAlone(SeededRandom random, boolean strict, Set<Flaw> flaws, Tally tally) {
    try (CacheWorld world = new CacheWorld(random, strict, flaws, tally)) {
      for (int i = 0; i < ROUNDS; i++) {
        world.round();
      }
    }
  }
}
