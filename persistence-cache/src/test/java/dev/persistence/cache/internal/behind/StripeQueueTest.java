package dev.persistence.cache.internal.behind;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.cache.DeadLetter;
import dev.persistence.cache.Durability;
import dev.persistence.cache.WriteBehindCache;
import dev.persistence.cache.WriteBehindCacheConfig;
import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.log.LogPosition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What becomes of each operation, its place and its entries, one step after another. */
class StripeQueueTest {

  private static final int PLACES = 3;
  private static final Instant LONG_AGO = Instant.EPOCH;
  private static final WriteBehindCacheConfig CONFIG = config();

  private final Room room = new Room(PLACES);
  private final Room graves = new Room(1);
  private final StripeQueue<String, Integer> queue = new StripeQueue<>(CONFIG, room, graves);

  private static WriteBehindCacheConfig config() {
    try (WriteBehindCache<String, Integer> cache =
        WriteBehindCache.<String, Integer>builder("queue")
            .durability(Durability.memory())
            .maxAttempts(2)
            .writer(batch -> {})
            .build()) {
      return cache.config();
    }
  }

  private static WriteOperation<String, Integer> put(String key, int value) {
    return WriteOperation.put(key, value, Instant.now());
  }

  private Offer accept(String key, int value) {
    Offer offer = queue.offerIfDirty(put(key, value));
    if (offer != Offer.REFUSED) {
      return offer;
    }
    assertThat(room.enter()).isTrue();
    return queue.offer(put(key, value));
  }

  private Offer read(String key, int value, int entry) {
    return queue.offer(put(key, value), new LogPosition(0, entry));
  }

  /** Takes what is due once every pause and age is over. */
  private List<Pending<String, Integer>> take() {
    return queue.take(System.nanoTime() + Duration.ofHours(1).toNanos());
  }

  private Pending<String, Integer> takeOne() {
    List<Pending<String, Integer>> batch = take();
    assertThat(batch).hasSize(1);
    return batch.get(0);
  }

  private Verdict fail(Pending<String, Integer> alone) {
    return queue.failed(alone, new IllegalArgumentException("poison"));
  }

  private void bury(String key, int value) {
    accept(key, value);
    assertThat(fail(takeOne())).isEqualTo(Verdict.SUSPECT);
    assertThat(fail(takeOne())).isEqualTo(Verdict.DEAD);
  }

  private static List<Integer> values(List<Pending<String, Integer>> batch) {
    return batch.stream().map(each -> each.operation().value()).toList();
  }

  private static List<Long> entries(Pending<String, Integer> pending) {
    return pending.entries().stream().map(LogPosition::low).toList();
  }

  private int free() {
    int free = 0;
    while (room.enter()) {
      free++;
    }
    for (int i = 0; i < free; i++) {
      room.leave();
    }
    return free;
  }

  @Test
  void newerOperationTakesThePlaceOfOneThatWaits() {
    WriteOperation<String, Integer> first = WriteOperation.put("a", 1, LONG_AGO);
    room.enter();
    queue.offer(first);
    long mark = queue.lastSequence();
    accept("b", 1);
    assertThat(accept("a", 2)).isEqualTo(Offer.REPLACED);
    List<Pending<String, Integer>> batch = take();
    assertThat(values(batch)).containsExactly(2, 1);
    assertThat(batch.get(0).operation().firstSeen()).isEqualTo(LONG_AGO);
    assertThat(queue.isDone(mark)).as("what is in flight is not written").isFalse();
    queue.written(batch);
    assertThat(queue.isDone(queue.lastSequence())).isTrue();
    assertThat(free()).isEqualTo(PLACES);
  }

  @Test
  void operationThatCameDuringTheFlightKeepsTheKeysPlaceTaken() {
    accept("a", 1);
    List<Pending<String, Integer>> flight = take();
    assertThat(accept("a", 2)).isEqualTo(Offer.ADDED);
    assertThat(free()).isEqualTo(PLACES - 1);
    queue.written(flight);
    assertThat(free()).isEqualTo(PLACES - 1);
    assertThat(Objects.requireNonNull(queue.newest("a")).value()).isEqualTo(2);
    queue.written(take());
    assertThat(free()).isEqualTo(PLACES);
  }

  @Test
  void keyInFlightCannotBeClaimed() {
    accept("a", 1);
    take();
    assertThat(queue.claimOrOffer(put("a", 2))).isEqualTo(Offer.ADDED);
    assertThat(Objects.requireNonNull(queue.newest("a")).value()).isEqualTo(2);
  }

  @Test
  void claimedKeyIsLeftAloneUntilItsCallerIsDone() {
    assertThat(queue.claimOrOffer(put("a", 1))).isEqualTo(Offer.CLAIMED);
    assertThat(queue.claimOrOffer(put("a", 2))).isEqualTo(Offer.ADDED);
    accept("b", 1);
    List<Pending<String, Integer>> batch = take();
    assertThat(values(batch)).containsExactly(1);
    queue.written(batch);
    assertThat(take()).isEmpty();
    queue.release("a", true);
    queue.written(take());
    assertThat(queue.newest("a")).isNull();
    assertThat(free()).isEqualTo(PLACES);
  }

  @Test
  void batchThatIsPutOffComesFirstWithTheNewestOfEachKey() {
    accept("a", 1);
    accept("b", 1);
    long mark = queue.lastSequence();
    List<Pending<String, Integer>> flight = take();
    accept("c", 3);
    accept("b", 2);
    queue.postpone(flight);
    assertThat(queue.take(System.nanoTime() - 1)).as("it pauses").isEmpty();
    assertThat(accept("a", 4)).isEqualTo(Offer.REPLACED);
    assertThat(queue.isDone(mark)).isFalse();
    List<Pending<String, Integer>> again = take();
    assertThat(values(again)).containsExactly(4, 2, 3);
    queue.written(again);
    assertThat(free()).isEqualTo(PLACES);
  }

  @Test
  void batchesThatArePutOffOneAfterAnotherLoseNothing() {
    read("a", 1, 1);
    read("b", 1, 2);
    List<Pending<String, Integer>> both = take();
    queue.postpone(both.subList(1, 2));
    queue.postpone(both.subList(0, 1));
    read("a", 2, 3);
    List<Pending<String, Integer>> again = take();
    assertThat(values(again)).containsExactly(2, 1);
    assertThat(entries(again.get(0))).containsExactly(1L, 3L);
  }

  @Test
  void operationThatFailedAloneGivesWayToTheOneThatCameMeanwhile() {
    read("a", -1, 1);
    Pending<String, Integer> failed = takeOne();
    read("a", 2, 2);
    assertThat(fail(failed)).isEqualTo(Verdict.REPLACED);
    Pending<String, Integer> newer = takeOne();
    assertThat(newer.operation().value()).isEqualTo(2);
    assertThat(entries(newer)).containsExactly(1L, 2L);
    assertThat(newer.attempts()).isZero();
  }

  @Test
  void newerOperationOfASuspectHasItsEntriesAndItsTime() {
    read("a", -1, 1);
    long mark = queue.lastSequence();
    fail(takeOne());
    read("b", 1, 2);
    read("a", 2, 3);
    assertThat(queue.isDone(mark)).isFalse();
    List<Pending<String, Integer>> batch = take();
    assertThat(values(batch)).as("it may spoil the batch again").containsExactly(1, 2);
    assertThat(entries(batch.get(1))).containsExactly(1L, 3L);
  }

  @Test
  void letterOfAKeyThatDiesAgainHasTheEntriesOfBoth() {
    read("a", -1, 1);
    fail(takeOne());
    fail(takeOne());
    read("a", -2, 2);
    fail(takeOne());
    assertThat(fail(takeOne())).isEqualTo(Verdict.DEAD);
    List<DeadLetter<String, Integer>> letters = queue.deadLetters();
    assertThat(letters).extracting(letter -> letter.operation().value()).containsExactly(-2);
    assertThat(queue.discard(letters.get(0)))
        .containsExactly(new LogPosition(0, 1), new LogPosition(0, 2));
  }

  @Test
  void letterThatANewerOneReplacedIsNoneAnyMore() {
    bury("a", -1);
    DeadLetter<String, Integer> older = queue.deadLetters().get(0);
    bury("a", -2);
    assertThat(queue.discard(older)).isNull();
    assertThat(queue.retry(older)).isFalse();
    assertThat(queue.deadLetters()).hasSize(1);
  }

  @Test
  void deadLettersTakeTheirPlacesAndLeaveThoseOfTheQueue() {
    bury("a", -1);
    assertThat(free()).isEqualTo(PLACES);
    accept("b", -1);
    fail(takeOne());
    assertThat(fail(takeOne())).as("there is no place").isEqualTo(Verdict.SUSPECT);
    assertThat(queue.newest("b")).isNotNull();
    queue.discard(queue.deadLetters().get(0));
    assertThat(fail(takeOne())).isEqualTo(Verdict.DEAD);
  }

  @Test
  void letterThatIsTriedAgainTakesAPlaceAndHasItsEntries() {
    read("a", -1, 1);
    fail(takeOne());
    fail(takeOne());
    assertThat(queue.retry(queue.deadLetters().get(0))).isTrue();
    assertThat(free()).isEqualTo(PLACES - 1);
    Pending<String, Integer> again = takeOne();
    assertThat(entries(again)).containsExactly(1L);
    queue.written(List.of(again));
    assertThat(free()).isEqualTo(PLACES);
    assertThat(queue.deadLetters()).isEmpty();
  }

  @Test
  void letterIsNotTriedAgainWhileItsKeyIsWrittenThrough() {
    bury("a", -1);
    DeadLetter<String, Integer> letter = queue.deadLetters().get(0);
    assertThat(queue.claimOrOffer(put("a", 1))).isEqualTo(Offer.CLAIMED);
    assertThat(queue.retry(letter)).isFalse();
    queue.release("a", false);
    assertThat(queue.deadLetters()).as("the caller failed").containsExactly(letter);
    assertThat(queue.retry(letter)).isTrue();
  }

  @Test
  void entriesOfALetterAreObsoleteOnceANewerOperationIsWritten() {
    read("a", -1, 1);
    fail(takeOne());
    fail(takeOne());
    read("a", 1, 2);
    assertThat(queue.written(take())).containsExactly(new LogPosition(0, 1));
    assertThat(queue.deadLetters()).isEmpty();
  }

  @Test
  void whatWasInFlightWhenAllWasForgottenChangesNothing() {
    for (String fate : List.of("written", "postponed", "failed")) {
      read("a", 1, 1);
      Pending<String, Integer> flight = takeOne();
      queue.clear();
      assertThat(free()).as(fate).isEqualTo(PLACES);
      switch (fate) {
        case "written" -> queue.written(List.of(flight));
        case "postponed" -> queue.postpone(List.of(flight));
        default -> fail(flight);
      }
      assertThat(free()).as(fate).isEqualTo(PLACES);
      assertThat(take()).as(fate).isEmpty();
    }
  }

  @Test
  void forgettingGivesThePlacesOfDeadLettersBack() {
    bury("a", -1);
    queue.clear();
    assertThat(queue.deadLetters()).isEmpty();
    bury("a", -1);
  }

  @Test
  void sealedQueueTakesNothingAndGivesThePlaceBack() {
    accept("a", 1);
    room.enter();
    queue.seal();
    assertThatThrownBy(() -> queue.offer(put("b", 1))).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> queue.offerIfDirty(put("a", 2)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> queue.claimOrOffer(put("c", 2)))
        .isInstanceOf(IllegalStateException.class);
    assertThat(free()).isEqualTo(PLACES - 1);
    assertThat(values(take())).containsExactly(1);
  }
}
