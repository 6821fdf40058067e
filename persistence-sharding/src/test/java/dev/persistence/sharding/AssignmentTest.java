package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.persistence.testkit.SeededRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** New keys go where they are wanted. */
class AssignmentTest {

  @Test
  void shardWithTheFewestKeysIsChosen() {
    assertThat(Assignment.leastLoaded().choose(Map.of("a", 3L, "b", 1L, "c", 2L))).isEqualTo("b");
  }

  @Test
  void ofEqualShardsTheFirstNameIsChosen() {
    assertThat(Assignment.leastLoaded().choose(Map.of("b", 1L, "c", 1L, "a", 1L))).isEqualTo("a");
  }

  @Test
  void keysThatAreAssignedOneByOneAreSpreadEvenly() {
    SeededRandom.forAll(
        50,
        random -> {
          Map<String, Long> keys = new HashMap<>();
          for (String shard : List.of("a", "b", "c", "d")) {
            keys.put(shard, (long) random.between(0, 100));
          }
          for (int i = 0; i < 400; i++) {
            keys.merge(Assignment.leastLoaded().choose(keys), 1L, Long::sum);
          }
          long most = keys.values().stream().mapToLong(Long::longValue).max().orElseThrow();
          assertThat(keys.values()).allMatch(count -> count >= most - 1);
        });
  }

  @Test
  void pinnedShardIsChosenWhateverItHas() {
    assertThat(Assignment.pinned("a").choose(Map.of("a", 1_000L, "b", 0L))).isEqualTo("a");
    assertThatIllegalArgumentException().isThrownBy(() -> Assignment.pinned(" "));
  }
}
