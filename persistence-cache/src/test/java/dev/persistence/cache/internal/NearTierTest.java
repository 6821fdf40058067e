package dev.persistence.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.persistence.cache.Near;
import dev.persistence.testkit.time.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NearTierTest {

  private static final long LONG = Duration.ofHours(1).toNanos();

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final CoarseClock clock = new CoarseClock("near", time);
  private final List<Long> evicted = new CopyOnWriteArrayList<>();
  private final NearTier<Long, String> near =
      tier(Near.<Long, String>maximumSize(100).maxAge(Duration.ofMinutes(1)));

  private NearTier<Long, String> tier(@Nullable Near<Long, String> options) {
    NearTier<Long, String> tier = new NearTier<>(options, 0, clock, evicted::add);
    tier.validUntil(LONG);
    return tier;
  }

  private Entry<String> entry(String value, long version, boolean tagged) {
    long now = clock.now();
    return new Entry<>(value, now + LONG, now + LONG, new Entry.Origin(version, 0, now, tagged));
  }

  private void fill(String value) {
    near.fill(1L, entry(value, -1, false), near.token("1"));
  }

  private @Nullable String found() {
    NearEntry<String> entry = near.get(1L, clock.now());
    return entry == null ? null : entry.value;
  }

  @Test
  void valueThatWasFilledAnswers() {
    fill("a");
    assertThat(found()).isEqualTo("a");
    assertThat(near.usable(1L, clock.now())).isNotNull();
  }

  @Test
  void valueAnswersUpToTheGreatestAge() {
    fill("a");
    time.advance(Duration.ofMinutes(1).minusNanos(1));
    assertThat(found()).isEqualTo("a");
    time.advance(Duration.ofNanos(1));
    assertThat(found()).isNull();
    assertThat(near.usable(1L, clock.now())).as("where the loader fails").isNotNull();
  }

  @Test
  void invalidationEndsAValueAndOvertakesWhatIsBeingRead() {
    fill("a");
    NearToken before = near.token("1");
    near.invalidate("1");
    assertThat(found()).isNull();
    assertThat(near.holds(before)).isFalse();
    near.fill(1L, entry("old", -1, false), before);
    assertThat(found()).isNull();
    fill("new");
    near.fill(1L, entry("old", -1, false), before);
    assertThat(found()).isEqualTo("new");
  }

  @Test
  void invalidationOfAnotherStripeEndsNothing() {
    fill("a");
    near.invalidate("2");
    assertThat(found()).isEqualTo("a");
  }

  @Test
  void emptyingEndsAllValuesAndOvertakesAllReads() {
    fill("a");
    NearToken before = near.token("1");
    near.flush();
    near.fill(2L, entry("old", -1, false), before);
    assertThat(found()).isNull();
    assertThat(near.get(2L, clock.now())).isNull();
    assertThat(near.isSameEpoch(before)).isFalse();
    assertThat(near.isCutOff(1L, clock.now())).isTrue();
  }

  @Test
  void changeOfATagEndsTaggedValuesAlone() {
    near.fill(1L, entry("plain", -1, false), near.token("1"));
    near.fill(2L, entry("tagged", -1, true), near.token("2"));
    NearToken before = near.token("3");
    near.tagsChanged();
    assertThat(found()).isEqualTo("plain");
    assertThat(near.get(2L, clock.now())).isNull();
    assertThat(near.holds(before)).as("what is read may be tagged").isFalse();
  }

  @Test
  void nothingAnswersWithoutAProofAndItDoesAgainWithOne() {
    fill("a");
    near.validUntil(clock.now());
    assertThat(found()).isNull();
    assertThat(near.usable(1L, clock.now())).isNull();
    assertThat(near.isCutOff(1L, clock.now())).isTrue();
    near.validUntil(clock.now() + 1);
    assertThat(found()).isEqualTo("a");
    assertThat(near.validity()).isEqualTo(Duration.ofNanos(1));
  }

  @Test
  void whoOvertakesAgainIsToldIfSomebodyElseDid() {
    NearToken first = near.overtake("1");
    NearToken again = Objects.requireNonNull(near.overtakeAgain(first));
    assertThat(near.holds(again)).isTrue();
    assertThat(near.overtakeAgain(first)).isNull();
    near.invalidate("1");
    assertThat(near.overtakeAgain(again)).isNull();
    NearToken last = near.overtake("1");
    near.flush();
    assertThat(near.overtakeAgain(last)).isNull();
  }

  @Test
  void onlyANewerVersionReplacesOneThatAnswers() {
    assertThat(near.putIfNewer(1L, entry("two", 2, false), "1")).isTrue();
    assertThat(near.putIfNewer(1L, entry("one", 1, false), "1")).isFalse();
    assertThat(near.putIfNewer(1L, entry("another two", 2, false), "1")).isFalse();
    assertThat(found()).isEqualTo("two");
    NearToken before = near.token("1");
    assertThat(near.putIfNewer(1L, entry("three", 3, false), "1")).isTrue();
    assertThat(near.holds(before)).isFalse();
    near.invalidate("1");
    assertThat(near.putIfNewer(1L, entry("one", 1, false), "1")).as("nobody knows").isTrue();
  }

  @Test
  void expiredValueAnswersNoReadButIsUsable() {
    fill("a");
    near.expire(1L, "1");
    assertThat(found()).isNull();
    assertThat(near.usable(1L, clock.now())).isNotNull();
    near.invalidate("1");
    near.expire(1L, "1");
    assertThat(near.usable(1L, clock.now())).as("what was overtaken stays so").isNull();
  }

  /** A hit notes that the entry is trusted, so as to compare less the next time. */
  @Test
  void trustThatAHitHasNotedEndsLikeAnyOther() {
    Map<String, Runnable> ends =
        Map.of(
            "invalidation", () -> near.invalidate("1"),
            "being overtaken", () -> near.overtake("1"),
            "being overtaken again", () -> near.overtakeAgain(near.token("1")),
            "a tag", near::tagsChanged,
            "emptying", near::flush,
            "expiry", () -> near.expire(1L, "1"),
            "a lost channel", () -> near.validUntil(clock.now()));
    ends.forEach(
        (what, end) -> {
          near.validUntil(LONG);
          near.fill(1L, entry("a", -1, true), near.token("1"));
          assertThat(found()).isEqualTo("a");
          assertThat(found()).isEqualTo("a");
          near.invalidate("2");
          assertThat(found()).isEqualTo("a");
          end.run();
          assertThat(found()).as(what).isNull();
        });
  }

  @Test
  void noHitKeepsTheTrustThatAnInvalidationEndsMeanwhile() throws InterruptedException {
    AtomicBoolean done = new AtomicBoolean();
    Thread reader =
        new Thread(
            () -> {
              while (!done.get()) {
                found();
              }
            });
    reader.start();
    try {
      for (int i = 0; i < 1_000_000; i++) {
        fill("a");
        near.invalidate("1");
        assertThat(found()).isNull();
      }
    } finally {
      done.set(true);
      reader.join();
    }
  }

  @Test
  void nothingIsKeptWithoutANearTier() {
    NearTier<Long, String> none = tier(null);
    none.fill(1L, entry("a", -1, false), none.token("1"));
    assertThat(none.get(1L, clock.now())).isNull();
    assertThat(none.size()).isZero();
  }

  @Test
  void sizeIsBoundedAndEvictionsAreTold() {
    for (long key = 1; key <= 200; key++) {
      near.fill(key, entry("a", -1, false), near.token(Long.toString(key)));
    }
    await() // Other threads see to it.
        .untilAsserted(
            () -> {
              assertThat(near.size()).isEqualTo(100);
              assertThat(evicted).hasSize(100);
            });
  }
}
