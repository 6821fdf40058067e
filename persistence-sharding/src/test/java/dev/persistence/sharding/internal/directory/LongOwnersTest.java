package dev.persistence.sharding.internal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
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

  @Test
  void readersNeverSeeTheOwnerOfAnotherKey() throws Exception {
    LongOwners owners = new LongOwners(1 << 20);
    AtomicReference<String> wrong = new AtomicReference<>("");
    Thread reader =
        new Thread(
            () -> {
              for (long round = 0; round < 50; round++) {
                for (long key = 0; key < 20_000; key++) {
                  int owner = owners.get(key);
                  if (owner != LongOwners.NONE && owner != (int) (key % 7)) {
                    wrong.set(key + " has " + owner);
                  }
                }
              }
            });
    reader.start();
    for (long key = 0; key < 20_000; key++) {
      owners.put(key, (int) (key % 7));
    }
    reader.join();
    assertThat(wrong).hasValue("");
  }
}
