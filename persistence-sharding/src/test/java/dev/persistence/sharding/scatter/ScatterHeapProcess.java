package dev.persistence.sharding.scatter;

import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.Resolvers;
import dev.persistence.sharding.ShardedDataSource;
import dev.persistence.sharding.ShardedDataSourceBuilder;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;

/** A process that merges many ordered rows of four shards and tells how many there were. */
public final class ScatterHeapProcess {

  private ScatterHeapProcess() {}

  /** Takes the JDBC URL and the number of rows of each shard. */
  public static void main(String[] arguments) throws SQLException {
    ShardedDataSourceBuilder builder =
        ShardedDataSource.builder("heap").resolver(Resolvers.hash(KeyType.INT8));
    for (int i = 0; i < 4; i++) {
      HikariDataSource shard = new HikariDataSource();
      shard.setJdbcUrl(arguments[0]);
      builder.shard("s" + i, shard);
    }
    SqlFragment query =
        SqlFragment.of(
            "select g as id, repeat('x', 50) as payload from generate_series(1, ?::int) g",
            Integer.parseInt(arguments[1]));
    ScatterSpec spec =
        ScatterSpec.all()
            .orderBy(Order.by("id"))
            .maxBytes(8 << 20)
            .deadline(Duration.ofMinutes(10));
    long[] rows = {0, 0};
    try (ShardedDataSource sharded = builder.build()) {
      sharded.scatterEach(
          query,
          spec,
          row -> {
            int id = Objects.requireNonNull(row.get("id", Integer.class));
            if (id < rows[1]) {
              throw new IllegalStateException(id + " came after " + rows[1]);
            }
            rows[0]++;
            rows[1] = id;
          });
    }
    new PrintStream(System.out, true, StandardCharsets.UTF_8).println(rows[0]);
  }
}
