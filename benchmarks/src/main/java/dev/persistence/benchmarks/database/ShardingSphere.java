package dev.persistence.benchmarks.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import javax.sql.DataSource;
import org.apache.shardingsphere.driver.api.ShardingSphereDataSourceFactory;
import org.apache.shardingsphere.infra.algorithm.core.config.AlgorithmConfiguration;
import org.apache.shardingsphere.infra.config.rule.RuleConfiguration;
import org.apache.shardingsphere.readwritesplitting.config.ReadwriteSplittingRuleConfiguration;
import org.apache.shardingsphere.readwritesplitting.config.rule.ReadwriteSplittingDataSourceGroupRuleConfiguration;
import org.apache.shardingsphere.readwritesplitting.transaction.TransactionalReadQueryStrategy;
import org.apache.shardingsphere.sharding.api.config.ShardingRuleConfiguration;
import org.apache.shardingsphere.sharding.api.config.rule.ShardingAutoTableRuleConfiguration;
import org.apache.shardingsphere.sharding.api.config.strategy.sharding.StandardShardingStrategyConfiguration;
import org.apache.shardingsphere.single.config.SingleRuleConfiguration;

/**
 * ShardingSphere-JDBC over pools that others use too, standalone and in this process, with nothing
 * to configure but its rules. It closes these pools when it is closed.
 *
 * <p>On servers only: it asks at its start for the tables behind each pool, which takes seconds.
 */
final class ShardingSphere implements AutoCloseable {

  private final DataSource source;

  private ShardingSphere(Map<String, DataSource> pools, RuleConfiguration... rules)
      throws SQLException {
    source =
        ShardingSphereDataSourceFactory.createDataSource(pools, List.of(rules), new Properties());
  }

  /** Returns it with read/write splitting: what only reads goes to the standby. */
  static ShardingSphere splitting(Accounts accounts) throws SQLException {
    Map<String, DataSource> pools = new LinkedHashMap<>();
    pools.put("primary", accounts.primary());
    pools.put("standby", accounts.standby());
    ShardingSphere sphere =
        new ShardingSphere(
            pools,
            new ReadwriteSplittingRuleConfiguration(
                List.of(
                    new ReadwriteSplittingDataSourceGroupRuleConfiguration(
                        "accounts",
                        "primary",
                        List.of("standby"),
                        TransactionalReadQueryStrategy.DYNAMIC,
                        "any")),
                Map.of("any", new AlgorithmConfiguration("RANDOM", new Properties()))),
            new SingleRuleConfiguration(List.of("*.*"), null));
    StandbyReads.check("ShardingSphere", sphere.source);
    return sphere;
  }

  /** Returns it with the purchases of these databases, each where {@link #placeOf} says. */
  static ShardingSphere sharding(List<HikariDataSource> databases) throws SQLException {
    Map<String, DataSource> pools = new LinkedHashMap<>();
    for (HikariDataSource pool : databases) {
      rename(pool, "purchase_" + pools.size());
      pools.put("s" + pools.size(), pool);
    }
    Properties count = new Properties();
    count.setProperty("sharding-count", String.valueOf(pools.size()));
    ShardingAutoTableRuleConfiguration table =
        new ShardingAutoTableRuleConfiguration("purchase", String.join(",", pools.keySet()));
    table.setShardingStrategy(new StandardShardingStrategyConfiguration("id", "hash"));
    ShardingRuleConfiguration rule = new ShardingRuleConfiguration();
    rule.getAutoTables().add(table);
    rule.getShardingAlgorithms().put("hash", new AlgorithmConfiguration("HASH_MOD", count));
    return new ShardingSphere(pools, rule);
  }

  /** Its hash wants the number of the shard in the name of the table. */
  private static void rename(DataSource pool, String table) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("alter table purchase rename to " + table);
    }
  }

  /** Returns which of so many databases {@code HASH_MOD} means. */
  static int placeOf(long id, int databases) {
    return (int) (Math.abs((long) Long.hashCode(id)) % databases);
  }

  DataSource source() {
    return source;
  }

  @Override
  public void close() throws SQLException {
    try {
      ((AutoCloseable) source).close();
    } catch (SQLException | RuntimeException failure) {
      throw failure;
    } catch (Exception other) { // AutoCloseable allows any.
      throw new SQLException("ShardingSphere could not be closed", other);
    }
  }
}
