package dev.persistence.examples.balance;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.persistence.sharding.BucketMove;
import dev.persistence.sharding.HashResolver;
import dev.persistence.sharding.KeyType;
import dev.persistence.sharding.ReshardPlan;
import dev.persistence.sharding.Resolvers;
import dev.persistence.sharding.ShardMap;
import dev.persistence.sharding.ShardedDataSource;
import dev.persistence.sharding.ShardedDataSourceBuilder;
import dev.persistence.sharding.hash.HashScheme;
import dev.persistence.testkit.postgres.PostgresCluster;
import dev.persistence.testkit.postgres.PostgresNode;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Spreads customers over four databases of one PostgreSQL, adds a fifth, and shows what has moved:
 * here, and in the HTML file that the argument names. Ends with status 1 if a customer is lost, in
 * the wrong place, or has moved between two of the four.
 */
public final class FifthShard {

  private static final int CUSTOMERS = 100_000;
  private static final String NEW = "s5";

  private final Customers customers;
  private final HashResolver resolver;
  private final PrintStream out;

  private FifthShard(ShardedDataSource shards, HashResolver resolver, PrintStream out) {
    this.customers = new Customers(shards);
    this.resolver = resolver;
    this.out = out;
  }

  public static void main(String[] arguments) throws Exception {
    Path page = Path.of(arguments.length > 0 ? arguments[0] : "target/shard-balance.html");
    System.out.println("Starting PostgreSQL with five databases ...");
    HashResolver resolver =
        Resolvers.hash(KeyType.INT8, HashScheme.postgres(0))
            .build(ShardMap.of("s1", "s2", "s3", "s4"));
    List<AutoCloseable> opened = new ArrayList<>();
    boolean right;
    try (PostgresCluster server = PostgresCluster.start()) {
      ShardedDataSourceBuilder builder = ShardedDataSource.builder("customers").resolver(resolver);
      for (String shard : List.of("s1", "s2", "s3", "s4", NEW)) {
        PostgresCluster database = server.database(shard);
        HikariDataSource pool = pool(database.primary());
        opened.add(0, database);
        opened.add(0, pool);
        builder.shard(shard, pool);
      }
      try (ShardedDataSource shards = builder.build()) {
        right = new FifthShard(shards, resolver, System.out).run(page);
      } finally {
        for (AutoCloseable each : opened) {
          each.close();
        }
      }
    }
    if (!right) {
      System.exit(1);
    }
  }

  private static HikariDataSource pool(PostgresNode node) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(node.jdbcUrl());
    config.setMaximumPoolSize(2);
    return new HikariDataSource(config);
  }

  private boolean run(Path page) throws Exception {
    customers.create();
    customers.spread(CUSTOMERS);
    Balance before = new Balance("Four shards", resolver.map(), customers.count());

    ShardMap next = resolver.map().plus(NEW);
    ReshardPlan plan = ReshardPlan.between(resolver.map(), next);
    for (BucketMove move : plan.moves()) {
      customers.move(move);
    }
    resolver.refresh(next);
    Balance after = new Balance("Five shards", next, customers.count());

    TerminalPicture picture = new TerminalPicture(out);
    picture.draw(before);
    out.printf("%n%s%n", plan);
    picture.draw(after);
    String summary = summary(after);
    out.printf("%n%s%n", summary);
    new HtmlPicture().draw(before).draw(after).write(page, summary);
    out.println("As a picture: " + page);
    return isRight(plan, before, after);
  }

  private static String summary(Balance after) {
    long byModulo = LongStream.rangeClosed(1, CUSTOMERS).filter(id -> id % 4 != id % 5).count();
    return String.format(
        Locale.ROOT,
        "%.1f %% of the customers have moved, all of them to the new shard;"
            + " with id %% 4 and then id %% 5 it would be %.1f %%.",
        100 * after.share(NEW),
        100.0 * byModulo / CUSTOMERS);
  }

  private boolean isRight(ReshardPlan plan, Balance before, Balance after) {
    boolean onlyToTheNew = plan.moves().stream().allMatch(move -> move.to().equals(NEW));
    return onlyToTheNew
        && before.total() == CUSTOMERS
        && after.total() == CUSTOMERS
        && customers.misplaced() == 0;
  }
}
