package dev.persistence.testkit.history;

import static dev.persistence.testkit.history.Guarantee.MONOTONIC_READS;
import static dev.persistence.testkit.history.Guarantee.MONOTONIC_WRITES;
import static dev.persistence.testkit.history.Guarantee.READ_YOUR_WRITES;
import static dev.persistence.testkit.history.Guarantee.WRITES_FOLLOW_READS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.time.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsistencyCheckerTest {

  private final ManualTimeSource time = ManualTimeSource.skipping();

  @ParameterizedTest
  @EnumSource
  void correctHistoryIsAccepted(VersionOrder order) {
    ConsistencyChecker checker = new ConsistencyChecker(order, time);
    SessionHistory alice = checker.session("alice");
    SessionHistory bob = checker.session("bob");
    read(alice, "cart", 0, "r1");
    wrote(alice, "cart", 1);
    read(bob, "cart", 0, "r2");
    read(alice, "cart", 1, "primary");
    wrote(bob, "cart", 2);
    read(alice, "cart", 1, "r1");
    read(alice, "cart", 2, "r1");
    wrote(alice, "cart", 3);
    Verdict verdict = checker.check();
    assertThat(verdict.isConsistent()).isTrue();
    assertThat(verdict.first()).isEmpty();
    assertThat(verdict.operations()).isEqualTo(8);
    assertThat(verdict).hasToString("8 operations, all consistent");
    assertThatCode(verdict::assertConsistent).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource
  void readThatMissesTheOwnWriteIsFound(VersionOrder order) {
    ConsistencyChecker checker = new ConsistencyChecker(order, time);
    SessionHistory alice = checker.session("alice");
    wrote(alice, "cart", 7);
    read(alice, "cart", 6, "r1");
    assertOnly(checker, READ_YOUR_WRITES);
  }

  @ParameterizedTest
  @EnumSource
  void readThatGoesBackIsFound(VersionOrder order) {
    ConsistencyChecker checker = new ConsistencyChecker(order, time);
    SessionHistory alice = checker.session("alice");
    read(alice, "cart", 7, "r1");
    read(alice, "cart", 6, "r2");
    assertOnly(checker, MONOTONIC_READS);
  }

  @ParameterizedTest
  @EnumSource
  void writeOrderedBeforeAnEarlierOneIsFound(VersionOrder order) {
    ConsistencyChecker checker = new ConsistencyChecker(order, time);
    SessionHistory alice = checker.session("alice");
    wrote(alice, "cart", 7);
    wrote(alice, "cart", 6);
    assertOnly(checker, MONOTONIC_WRITES);
  }

  @ParameterizedTest
  @EnumSource
  void writeWithTheVersionOfAnEarlierOneIsFound(VersionOrder order) {
    ConsistencyChecker checker = new ConsistencyChecker(order, time);
    SessionHistory alice = checker.session("alice");
    wrote(alice, "cart", 7);
    wrote(alice, "cart", 7);
    assertOnly(checker, MONOTONIC_WRITES);
  }

  @ParameterizedTest
  @EnumSource
  void writeOrderedBeforeWhatWasReadIsFound(VersionOrder order) {
    ConsistencyChecker checker = new ConsistencyChecker(order, time);
    SessionHistory alice = checker.session("alice");
    read(alice, "cart", 7, "r1");
    wrote(alice, "cart", 6);
    assertOnly(checker, WRITES_FOLLOW_READS);
  }

  @Test
  void keysWithVersionsOfTheirOwnAreNotCompared() {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.PER_KEY, time);
    SessionHistory alice = checker.session("alice");
    wrote(alice, "cart", 7);
    read(alice, "stock", 3, "r1");
    wrote(alice, "stock", 4);
    checker.check().assertConsistent();
  }

  @Test
  void nodeThatLacksAWriteBeforeTheOwnOneIsFoundThroughAnotherKey() {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.GLOBAL, time);
    SessionHistory alice = checker.session("alice");
    wrote(checker.session("bob"), "stock", 5);
    wrote(alice, "cart", 7);
    read(alice, "stock", 3, "r1");
    assertOnly(checker, READ_YOUR_WRITES);
    assertThat(sentence(checker))
        .isEqualTo(
            "alice first wrote cart@7 on primary (1), and then read stock@3 from r1 (2), which"
                + " lacks stock@5 (3), ordered at or before (1), so the node had not applied (1)");
  }

  @Test
  void nodeThatLacksAWriteAfterTheOwnOneIsAccepted() {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.GLOBAL, time);
    SessionHistory alice = checker.session("alice");
    wrote(alice, "cart", 7);
    wrote(checker.session("bob"), "stock", 8);
    read(alice, "stock", 3, "r1");
    checker.check().assertConsistent();
  }

  @Test
  void nodeThatShowsAWriteWithoutOneBeforeItIsFound() {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.GLOBAL, time);
    SessionHistory alice = checker.session("alice");
    SessionHistory bob = checker.session("bob");
    wrote(alice, "stock", 5);
    wrote(alice, "cart", 7);
    read(bob, "cart", 7, "r1");
    read(bob, "stock", 0, "r1");
    assertOnly(checker, MONOTONIC_READS);
  }

  @Test
  void writesToTwoKeysAreOrderedByOneLog() {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.GLOBAL, time);
    SessionHistory alice = checker.session("alice");
    wrote(alice, "cart", 7);
    wrote(alice, "stock", 6);
    SessionHistory bob = checker.session("bob");
    read(bob, "cart", 7, "r1");
    wrote(bob, "bill", 5);
    Verdict verdict = checker.check();
    assertThat(verdict.violations(MONOTONIC_WRITES)).isEqualTo(1);
    assertThat(verdict.violations(WRITES_FOLLOW_READS)).isEqualTo(1);
  }

  @Test
  void writesOfOneTransactionMayShareAPosition() {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.GLOBAL, time);
    SessionHistory alice = checker.session("alice");
    wrote(alice, "cart", 7);
    wrote(alice, "stock", 7);
    read(alice, "cart", 7, "r1");
    read(alice, "stock", 7, "r1");
    checker.check().assertConsistent();
  }

  @ParameterizedTest
  @EnumSource
  void writeOfUnknownOutcomeDemandsNothing(VersionOrder order) {
    ConsistencyChecker checker = new ConsistencyChecker(order, time);
    SessionHistory alice = checker.session("alice");
    wrote(alice, "cart", 6);
    unknown(alice, "cart", 7);
    unknown(alice, "cart", 0);
    read(alice, "cart", 6, "r1");
    wrote(alice, "cart", 7);
    wrote(alice, "stock", 8);
    read(alice, "cart", 7, "r1");
    checker.check().assertConsistent();
  }

  @Test
  void writeOfUnknownOutcomeThatWasReadIsPartOfTheLog() {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.GLOBAL, time);
    SessionHistory alice = checker.session("alice");
    SessionHistory bob = checker.session("bob");
    unknown(alice, "stock", 5);
    wrote(bob, "cart", 7);
    read(bob, "stock", 3, "r1");
    checker.check().assertConsistent();
    read(checker.session("carol"), "stock", 5, "r2");
    assertOnly(checker, READ_YOUR_WRITES);
    assertThat(timeLine(checker)).contains("write stock@5 primary (outcome unknown) (3)");
  }

  @Test
  void violationThatEndedFirstIsTold() {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.PER_KEY, time);
    SessionHistory alice = checker.session("alice");
    SessionHistory bob = checker.session("bob");
    wrote(alice, "cart", 7);
    read(bob, "cart", 7, "r1");
    read(bob, "cart", 6, "r2");
    read(alice, "cart", 6, "r2");
    assertThat(checker.check().first()).get().extracting(Violation::session).isEqualTo("bob");
  }

  @Test
  void timeLineShowsTimesSessionsKeysVersionsAndNodes() {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.PER_KEY, time);
    SessionHistory alice = checker.session("alice");
    SessionHistory bob = checker.session("bob");
    wrote(bob, "lamp", 1);
    wrote(alice, "cart", 7);
    wrote(bob, "cart", 8);
    read(alice, "cart", 6, "r1");
    assertThatThrownBy(checker.check()::assertConsistent)
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            String.join(
                System.lineSeparator(),
                "4 operations, violations: read-your-writes 1",
                "read-your-writes violated: alice first wrote cart@7 on primary (1), and then read"
                    + " cart@6 from r1 (2), which does not see the session's own write",
                "         start .. end, ms | alice                    | bob",
                "           0.000 .. 1.000 | write cart@7 primary (1) |",
                "           2.000 .. 3.000 |                          | write cart@8 primary",
                "           4.000 .. 5.000 | read cart@6 r1 (2)       |"));
  }

  @Test
  void timeLineOfALongHistoryIsCut() {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.PER_KEY, time);
    SessionHistory alice = checker.session("alice");
    wrote(alice, "cart", 7);
    for (int i = 0; i < 100; i++) {
      read(checker.session("other " + i), "cart", 7, "r1");
    }
    read(alice, "cart", 6, "r1");
    assertThat(timeLine(checker)).contains("(1)", "(2)", "96 more operations not shown");
  }

  @Test
  void emptyHistoryIsConsistent() {
    assertThat(new ConsistencyChecker(VersionOrder.GLOBAL).check().isConsistent()).isTrue();
  }

  @Test
  void nonsenseIsRejected() {
    ConsistencyChecker checker = new ConsistencyChecker(VersionOrder.GLOBAL);
    SessionHistory alice = checker.session("alice");
    assertThatThrownBy(() -> checker.session("alice"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("session is alice");
    assertThatThrownBy(() -> alice.read("cart", 1, "r1"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("begin()");
    assertThatThrownBy(() -> alice.begin().read("cart", -1, "r1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version is -1");
    assertThatThrownBy(() -> alice.begin().wrote("cart", 0, "r1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version is 0");
  }

  private void wrote(SessionHistory history, Object key, long version) {
    begin(history).wrote(key, version, "primary");
    pause();
  }

  private void unknown(SessionHistory history, Object key, long version) {
    begin(history).wroteUnknown(key, version, "primary");
    pause();
  }

  private void read(SessionHistory history, Object key, long version, String node) {
    begin(history).read(key, version, node);
    pause();
  }

  private SessionHistory begin(SessionHistory history) {
    history.begin();
    pause();
    return history;
  }

  private void pause() {
    time.advance(Duration.ofMillis(1));
  }

  private static void assertOnly(ConsistencyChecker checker, Guarantee broken) {
    Verdict verdict = checker.check();
    for (Guarantee guarantee : Guarantee.values()) {
      assertThat(verdict.violations(guarantee))
          .as(guarantee + "")
          .isEqualTo(guarantee == broken ? 1 : 0);
    }
    assertThat(verdict.first()).get().extracting(Violation::guarantee).isEqualTo(broken);
  }

  private static String sentence(ConsistencyChecker checker) {
    return checker.check().first().orElseThrow().sentence();
  }

  private static String timeLine(ConsistencyChecker checker) {
    return checker.check().first().orElseThrow().timeLine();
  }
}
