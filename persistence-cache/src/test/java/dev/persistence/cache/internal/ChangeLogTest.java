package dev.persistence.cache.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.internal.ChangeLog.Change;
import dev.persistence.cache.store.Tombstone;
import dev.persistence.testkit.time.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is remembered of changes, for how long, and what is known of those that were dropped. */
class ChangeLogTest {

  private static final Duration KEEP = Duration.ofSeconds(10);

  private final ManualTimeSource time = ManualTimeSource.waiting();
  private final CoarseClock clock = new CoarseClock("log", time);
  private final ChangeLog log = new ChangeLog(clock, KEEP);

  @AfterEach
  void close() {
    clock.close();
  }

  private Change at(String position) {
    return new Change(position, clock.now(), false);
  }

  private void forgetSome() {
    log.add(IntStream.range(0, 10_001).mapToObj(Integer::toString).toList(), at("p"));
  }

  @Test
  void lastChangeOfAnIdIsKnownForItsTime() {
    log.add(List.of("a"), at("p1"));
    log.add(List.of("a"), at("p1"));
    assertThat(log.has("a")).isTrue();
    assertThat(log.has("b")).isFalse();
    assertThat(log.positions("a")).containsExactly("p1");
    time.advance(KEEP.plusNanos(1));
    assertThat(log.has("a")).isFalse();
    assertThat(log.positions("a")).isEmpty();
  }

  @Test
  void changesOfTwoPositionsAreOneOfUnknownPosition() {
    log.add(List.of("a"), at("p1"));
    log.add(List.of("a"), at("p2"));
    assertThat(log.positions("a")).containsExactly(Tombstone.UNKNOWN);
  }

  @Test
  void openChangeStaysOpen() {
    log.add(List.of("a"), new Change("p", clock.now(), true));
    log.add(List.of("a"), at("p"));
    assertThat(log.isOpen("a")).isTrue();
    assertThat(log.isOpen("b")).isFalse();
  }

  @Test
  void changeOfAllIsOneOfEachId() {
    log.add(List.of("a"), at("p1"));
    log.addToAll(at("p2"));
    assertThat(log.positions("a")).containsExactlyInAnyOrder("p1", "p2");
    assertThat(log.positions("b")).containsExactly("p2");
    time.advance(KEEP.plusNanos(1));
    assertThat(log.positions("b")).isEmpty();
    assertThat(log.isOfAll()).isFalse();
  }

  @Test
  void changesOfAllOfTwoPositionsAreOneOfUnknownPosition() {
    log.addToAll(at("p1"));
    log.addToAll(at("p2"));
    assertThat(log.positions("a")).containsExactly(Tombstone.UNKNOWN);
    assertThat(log.isOfAll()).isTrue();
    assertThat(log.isEmpty()).isFalse();
  }

  @Test
  void whatIsDroppedTooEarlyMayBeAnything() {
    forgetSome();
    assertThat(log.size()).isEqualTo(10_000);
    assertThat(log.hasForgotten()).isTrue();
    assertThat(log.has("0")).isTrue();
    assertThat(log.has("never changed")).isTrue();
  }

  @Test
  void whatWasForgottenMeanwhileIsNotRememberedAgain() {
    log.forgetAll();
    Change first = Objects.requireNonNull(log.forgotten(), "nothing forgotten");
    log.forgetAll();
    log.remembersAgain(first);
    assertThat(log.hasForgotten()).isTrue();
    log.remembersAgain(Objects.requireNonNull(log.forgotten(), "nothing forgotten"));
    assertThat(log.hasForgotten()).isFalse();
    assertThat(log.isEmpty()).isTrue();
  }

  @Test
  void changeThatCameAgainIsNotRemoved() {
    log.add(List.of("a", "b"), at("p"));
    Map<String, Change> told = log.first(10);
    log.add(List.of("a"), at("p"));
    log.remove(told);
    assertThat(log.has("a")).isTrue();
    assertThat(log.has("b")).isFalse();
  }

  @Test
  void copyOfAnIncompleteLogIsIncomplete() {
    ChangeLog copy = new ChangeLog(clock, KEEP);
    log.addToAll(at("p"));
    copy.addAll(log);
    assertThat(copy.hasForgotten()).isTrue();
  }

  @Test
  void logIsEmptyOnceAllIsOver() {
    log.add(List.of("a"), at("p"));
    log.addToAll(at("p"));
    log.forgetAll();
    assertThat(log.isEmpty()).isFalse();
    time.advance(KEEP.plusNanos(1));
    assertThat(log.first(1)).isEmpty();
    assertThat(log.isEmpty()).isTrue();
  }
}
