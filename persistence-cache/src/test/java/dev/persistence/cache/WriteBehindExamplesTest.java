package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.cache.log.OutboxLog;
import dev.persistence.cache.log.WriteLog;
import dev.persistence.cache.redis.RedisStreamLog;
import dev.persistence.core.sql.Dialect;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The examples of docs/write-behind.md. */
class WriteBehindExamplesTest {

  /** Stands for what an application has anyway. */
  private static final class Repository {
    private final Map<Long, Integer> rows = new ConcurrentHashMap<>();

    void save(List<WriteOperation<Long, Integer>> batch) {
      batch.forEach(each -> rows.put(each.key(), java.util.Objects.requireNonNull(each.value())));
    }

    Integer load(Long id) {
      return rows.getOrDefault(id, 0);
    }
  }

  @Test
  void exampleInMemory() {
    Repository repository = new Repository();
    WriteBehindCache<Long, Integer> hits =
        WriteBehindCache.<Long, Integer>builder("hits")
            .durability(Durability.memory())
            .writer(repository::save)
            .reader(repository::load)
            .build();
    hits.write(42L, 7);
    assertThat(hits.get(42L)).isEqualTo(7);
    FlushReport report = hits.flush(Duration.ofSeconds(5));
    assertThat(report.isComplete()).isTrue();
    hits.close();
    assertThat(repository.load(42L)).isEqualTo(7);
  }

  WriteBehindCache<Long, Integer> exampleOutbox(
      DataSource orders, BatchWriter<Long, Integer> save) {
    WriteLog outbox = OutboxLog.of("hits", orders, Dialect.postgreSql());
    return WriteBehindCache.<Long, Integer>builder("hits")
        .durability(Durability.logged(outbox))
        .keys(String::valueOf, Long::valueOf)
        .codec(new IntegerCodec())
        .writer(save)
        .build();
  }

  WriteLog exampleRedis(RedisClient client, RedisURI uri) {
    WriteLog stream = RedisStreamLog.of("hits", client, uri);
    return stream;
  }
}
