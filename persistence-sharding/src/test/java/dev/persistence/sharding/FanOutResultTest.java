package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.PersistenceException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What became of work on every shard is told whole. */
class FanOutResultTest {

  @Test
  void completeResultIsReturned() {
    FanOutResult<Integer> result = new FanOutResult<>(Map.of("a", 1, "b", 2), Map.of());
    assertThat(result.isComplete()).isTrue();
    assertThat(result.orThrow()).isEqualTo(Map.of("a", 1, "b", 2));
  }

  @Test
  void everyFailureIsThrown() {
    SQLException first = new SQLException("first");
    SQLException second = new SQLException("second");
    Map<String, Throwable> failed = new LinkedHashMap<>();
    failed.put("b", first);
    failed.put("c", second);
    FanOutResult<Integer> result = new FanOutResult<>(Map.of("a", 1), failed);
    assertThat(result.isComplete()).isFalse();
    assertThatThrownBy(result::orThrow)
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("[b, c]")
        .hasMessageContaining("[a]")
        .hasCause(first)
        .hasSuppressedException(second);
  }

  @Test
  void resultIsACopyThatNobodyChanges() {
    Map<String, Integer> done = new LinkedHashMap<>(Map.of("a", 1));
    FanOutResult<Integer> result = new FanOutResult<>(done, Map.of());
    done.clear();
    assertThat(result.done()).containsOnlyKeys("a");
    assertThatThrownBy(() -> result.done().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
