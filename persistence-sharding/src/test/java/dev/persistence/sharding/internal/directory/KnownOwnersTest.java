package dev.persistence.sharding.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.time.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was read before everything was forgotten is not remembered after it. */
class KnownOwnersTest {

  private static final List<Object> KEYS = List.of(7L, "seven");

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final KnownOwners known = new KnownOwners(64, Duration.ofSeconds(1), time);

  @Test
  void ownersAreRemembered() {
    for (Object key : KEYS) {
      assertThat(known.get(key)).isEqualTo(KnownOwners.NOT_ASKED);
      known.put(key, 3, known.generation());
      assertThat(known.get(key)).isEqualTo(3);
    }
    assertThat(known.get(7)).isEqualTo(3);
  }

  @Test
  void everythingIsForgottenAtOnce() {
    KEYS.forEach(key -> known.put(key, 3, known.generation()));
    known.putUnknown("eight");
    known.clear();
    KEYS.forEach(key -> assertThat(known.get(key)).isEqualTo(KnownOwners.NOT_ASKED));
    assertThat(known.get("eight")).isEqualTo(KnownOwners.NOT_ASKED);
  }

  @Test
  void whatWasAskedForBeforeIsNotRememberedAfter() {
    long before = known.generation();
    known.clear();
    for (Object key : KEYS) {
      known.put(key, 3, before);
      assertThat(known.get(key)).isEqualTo(KnownOwners.NOT_ASKED);
    }
  }

  @Test
  void keyWithoutAnOwnerIsRememberedForAWhile() {
    for (Object key : KEYS) {
      known.putUnknown(key);
      assertThat(known.get(key)).isEqualTo(KnownOwners.UNKNOWN);
    }
    time.advance(Duration.ofSeconds(1));
    KEYS.forEach(key -> assertThat(known.get(key)).isEqualTo(KnownOwners.NOT_ASKED));
  }

  @Test
  void keyThatGetsAnOwnerHasIt() {
    for (Object key : KEYS) {
      known.putUnknown(key);
      known.put(key, 3, known.generation());
      assertThat(known.get(key)).isEqualTo(3);
    }
  }

  @Test
  void noMoreThanTheCapacityIsRemembered() {
    for (int i = 0; i < 1_000; i++) {
      known.put("key " + i, 3, known.generation());
      assertThat(known.get("key " + i)).isEqualTo(3);
    }
    int remembered = 0;
    for (int i = 0; i < 1_000; i++) {
      remembered += known.get("key " + i) == 3 ? 1 : 0;
    }
    assertThat(remembered).isLessThanOrEqualTo(64);
  }

  @Test
  void strangersWithoutAnOwnerAreNotCollectedForEver() {
    known.putUnknown("first");
    for (int i = 0; i < 10_000; i++) {
      known.putUnknown(i);
    }
    assertThat(known.get("first")).isEqualTo(KnownOwners.NOT_ASKED);
    assertThat(known.get((Object) 9_999)).isEqualTo(KnownOwners.UNKNOWN);
  }
}
