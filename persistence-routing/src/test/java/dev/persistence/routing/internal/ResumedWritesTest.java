package dev.persistence.routing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.routing.NodeSample;
import dev.persistence.routing.Position;
import dev.persistence.routing.ReplicationDialect;
import dev.persistence.testkit.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResumedWritesTest {

  private static final ResumedWrites.EpochOrder ORDERED = new ResumedWrites.EpochOrder(true, 2);
  private static final ResumedWrites.EpochOrder UNORDERED = new ResumedWrites.EpochOrder(false, 2);

  private static ResumedWrites writes(long epoch, long position) {
    return new ResumedWrites(epoch, new LogPosition(position));
  }

  private static ResumedWrites any(SeededRandom random) {
    Position position = random.chance(0.8) ? new LogPosition(random.between(0, 5)) : null;
    return new ResumedWrites(random.between(-1, 4), position);
  }

  private static void checkLaws(SeededRandom random, ResumedWrites.EpochOrder order) {
    ResumedWrites a = any(random);
    ResumedWrites b = any(random);
    ResumedWrites c = any(random);
    assertThat(a.merge(a, order)).as("idempotent").isEqualTo(a);
    assertThat(a.merge(b, order)).as("commutative").isEqualTo(b.merge(a, order));
    assertThat(a.merge(b, order).merge(c, order))
        .as("associative")
        .isEqualTo(a.merge(b.merge(c, order), order));
  }

  @Test
  void mergeIsCommutativeAssociativeAndIdempotent() {
    SeededRandom.forAll(
        5_000,
        random -> {
          checkLaws(random, ORDERED);
          checkLaws(random, UNORDERED);
        });
  }

  @Test
  void orderAndRepetitionOfTokensDoNotMatter() {
    SeededRandom.forAll(
        500,
        random -> {
          List<ResumedWrites> all = new ArrayList<>();
          for (int i = 0; i < 6; i++) {
            all.add(any(random));
          }
          ResumedWrites expected = all.stream().reduce((a, b) -> a.merge(b, ORDERED)).orElseThrow();
          ResumedWrites shuffled = random.pick(all);
          for (int i = 0; i < 30; i++) {
            shuffled = shuffled.merge(random.pick(all), ORDERED);
          }
          for (ResumedWrites each : all) {
            shuffled = shuffled.merge(each, ORDERED);
          }
          assertThat(shuffled).isEqualTo(expected);
        });
  }

  @Test
  void laterPositionOfOneEpochCounts() {
    assertThat(writes(2, 7).merge(writes(2, 9), ORDERED)).isEqualTo(writes(2, 9));
  }

  @Test
  void laterEpochCountsWhateverThePositions() {
    assertThat(writes(1, 9).merge(writes(2, 7), ORDERED)).isEqualTo(writes(2, 7));
  }

  @Test
  void epochThatIsOverStaysUnsatisfiedWhereEpochsHaveNoOrder() {
    ResumedWrites merged = writes(1, 9).merge(writes(2, 7), UNORDERED);

    assertThat(merged.epoch()).isEqualTo(1);
    assertThat(merged.isOfAnotherEpoch(2)).isTrue();
  }

  @Test
  void unknownPositionMakesTheWholeUnknown() {
    ResumedWrites doubt = new ResumedWrites(NodeSample.UNKNOWN_EPOCH, null);

    assertThat(writes(2, 7).merge(doubt, ORDERED)).isEqualTo(new ResumedWrites(2, null));
    assertThat(writes(2, 7).merge(doubt, UNORDERED)).isEqualTo(new ResumedWrites(2, null));
  }

  @Test
  void epochIsAnotherOneOnlyIfBothAreKnown() {
    assertThat(writes(1, 7).isOfAnotherEpoch(2)).isTrue();
    assertThat(writes(2, 7).isOfAnotherEpoch(2)).isFalse();
    assertThat(writes(1, 7).isOfAnotherEpoch(NodeSample.UNKNOWN_EPOCH)).isFalse();
    assertThat(new ResumedWrites(NodeSample.UNKNOWN_EPOCH, null).isOfAnotherEpoch(2)).isFalse();
  }

  @Test
  void tokenIsReadByItsDialect() {
    ReplicationDialect postgres = ReplicationDialect.postgres();

    assertThat(ResumedWrites.of(new ConsistencyToken("c", 2, "0/7"), postgres))
        .isEqualTo(writes(2, 7));
    assertThat(ResumedWrites.of(ConsistencyToken.unknown("c", 2), postgres).position()).isNull();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ResumedWrites.of(new ConsistencyToken("c", 2, "none"), postgres));
  }
}
