package dev.persistence.cache.internal.behind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.log.LogPosition;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One key has one pin, of its newest operation, and one place. */
class PinsTest {

  private static final int PLACES = 3;

  private final Room room = new Room(PLACES);
  private final Pins<String, Integer> pins = new Pins<>(room);

  private static LogPosition at(int position) {
    return new LogPosition(0, position);
  }

  private void pin(String key, int position, boolean hasPlace) {
    if (hasPlace) {
      assertThat(room.enter()).isTrue();
    }
    pins.pin(WriteOperation.put(key, position, Instant.EPOCH), at(position), hasPlace);
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

  private static long now() {
    return System.nanoTime();
  }

  @Test
  void pinEndsWithTheNewestOperationAlone() {
    pin("a", 1, true);
    pin("a", 2, false);
    pins.unpin(List.of(at(1)));
    assertThat(pins.newest("a")).map(WriteOperation::value).contains(2);
    pins.unpin(List.of(at(2)));
    assertThat(pins.isPinned("a")).isFalse();
    assertThat(free()).isEqualTo(PLACES);
  }

  @Test
  void keyHasOnePlaceWhoeverBroughtIt() {
    pin("a", 1, true);
    pin("a", 2, true);
    assertThat(free()).isEqualTo(PLACES - 1);
    pin("b", 3, false);
    assertThat(free()).isEqualTo(PLACES - 2);
    pins.unpin(List.of(at(1), at(2), at(3)));
    assertThat(free()).isEqualTo(PLACES);
  }

  @Test
  void flushWaitsForWhatIsOlderThanItsMarkAlone() throws InterruptedException {
    pin("a", 1, true);
    pin("b", 2, true);
    long mark = pins.mark();
    pin("a", 3, false);
    assertThat(pins.awaitGone(mark, now())).as("b is older").isFalse();
    pins.unpin(List.of(at(2)));
    assertThat(pins.awaitGone(mark, now())).as("a is newer").isTrue();
  }

  @Test
  void whoWaitsForAnEntryWaitsNoLongerThanForANewerOne() throws InterruptedException {
    pin("a", 1, true);
    assertThat(pins.awaitGone(at(1), now())).isFalse();
    pin("a", 2, false);
    assertThat(pins.awaitGone(at(1), now())).isTrue();
    assertThat(pins.awaitGone(at(2), now())).isFalse();
  }
}
