package dev.persistence.sharding.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A table of numbers is a map of numbers. */
class LongOwnersTest {

  @Test
  void everyOwnerIsFoundAndNoOther() {
    SeededRandom.forAll(
        50,
        random -> {
          LongOwners owners = new LongOwners(10_000);
          Map<Long, Integer> model = new HashMap<>();
          for (int i = 0; i < 500; i++) {
            long key = random.chance(0.5) ? random.between(-50, 50) : random.nextLong();
            int owner = random.between(0, 5);
            owners.put(key, owner);
            model.put(key, owner);
          }
          model.forEach((key, owner) -> assertThat(owners.get(key)).isEqualTo(owner));
          assertThat(owners.size()).isEqualTo(model.size());
          for (int i = 0; i < 500; i++) {
            long key = random.nextLong();
            assertThat(owners.get(key)).isEqualTo(model.getOrDefault(key, LongOwners.NONE));
          }
        });
  }

  @Test
  void tooManyAreForgotten() {
    LongOwners owners = new LongOwners(100);
    for (long key = 0; key < 1_000; key++) {
      owners.put(key, 1);
      assertThat(owners.size()).isLessThanOrEqualTo(100);
      assertThat(owners.get(key)).isEqualTo(1);
    }
    owners.clear();
    assertThat(owners.get(999)).isEqualTo(LongOwners.NONE);
  }

  /** The other key comes between two looks at the empty place that both have in common. */
  @Test
  void readersNeverSeeTheOwnerOfAnotherKey() throws Exception {
    long key = 7;
    long same = key + (1L << 38); // All tables of 64 places have it at the same one.
    int rounds = 2_000;
    List<LongOwners> owners = Stream.generate(() -> new LongOwners(64)).limit(rounds).toList();
    AtomicInteger read = new AtomicInteger(-1);
    AtomicInteger written = new AtomicInteger(-1);
    FutureTask<Integer> reader =
        new FutureTask<>(
            () -> {
              int wrong = 0;
              for (int round = 0; round < rounds; round++) {
                LongOwners now = owners.get(round);
                read.set(round);
                while (written.get() < round) {
                  wrong += now.get(same) == LongOwners.NONE ? 0 : 1;
                }
              }
              return wrong;
            });
    new Thread(reader).start();
    for (int round = 0; round < rounds; round++) {
      while (read.get() < round) {
        Thread.onSpinWait();
      }
      owners.get(round).put(key, 3);
      written.set(round);
    }
    assertThat(reader.get()).isZero();
  }
}
