package dev.persistence.sharding;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A directory keeps the rules of resolvers. */
@WithPostgres
class DirectoryContractTest extends ShardResolverContract {

  private static final List<String> SHARDS = List.of("s1", "s2", "s3");
  private static final List<Long> KEYS = List.of(Long.MIN_VALUE, -1L, 0L, 1L, Long.MAX_VALUE);

  private final PostgresCluster database;

  DirectoryContractTest(PostgresCluster cluster) throws SQLException {
    database = cluster.database("directory_contract");
    DirectoryResolver first = resolver();
    first.createTables();
    for (Long key : KEYS) {
      first.assign(key);
    }
  }

  @AfterEach
  void drop() {
    database.close();
  }

  @Override
  protected DirectoryResolver resolver() {
    return Resolvers.directory(KeyType.INT8, database.primary().dataSource()).build(SHARDS);
  }

  @Override
  protected List<?> keys() {
    return KEYS;
  }
}
