package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import dev.persistence.core.sql.TableName;
import dev.persistence.sharding.internal.directory.DirectoryTable;
import dev.persistence.sharding.internal.directory.KnownOwners;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;

/**
 * Builder of a {@link DirectoryResolver}. Not thread-safe.
 *
 * <p>Defaults: the table {@code persistence_shard_directory}, 1,000,000 keys in memory, unknown
 * ones remembered for 1 s, {@link Assignment#leastLoaded()}.
 */
public final class DirectoryResolverBuilder implements ResolverBuilder {

  private final KeyType<?> keyType;
  private final DataSource database;
  private TableName table = TableName.of("persistence_shard_directory");
  private int capacity = 1_000_000;
  private Duration unknownFor = Duration.ofSeconds(1);
  private Assignment assignment = Assignment.leastLoaded();
  private TimeSource time = TimeSource.system();

  DirectoryResolverBuilder(KeyType<?> keyType, DataSource database) {
    this.keyType = Arguments.notNull("keyType", keyType);
    this.database = Arguments.notNull("database", database);
  }

  /** Sets the table. */
  public DirectoryResolverBuilder table(TableName table) {
    this.table = Arguments.notNull("table", table);
    return this;
  }

  /** Sets how many keys are kept in memory; 64 to 100,000,000. Beyond that it begins anew. */
  public DirectoryResolverBuilder capacity(int keys) {
    this.capacity = Arguments.inRange("capacity", keys, 64, 100_000_000);
    return this;
  }

  /** Sets for how long a key that is not in the table is not looked for again; 0 to 1 min. */
  public DirectoryResolverBuilder unknownFor(Duration time) {
    this.unknownFor = Arguments.inRange("unknownFor", time, Duration.ZERO, Duration.ofMinutes(1));
    return this;
  }

  /** Sets who chooses the shard of a key that is assigned. */
  public DirectoryResolverBuilder assignment(Assignment assignment) {
    this.assignment = Arguments.notNull("assignment", assignment);
    return this;
  }

  /** Sets the clock, for tests. */
  public DirectoryResolverBuilder time(TimeSource time) {
    this.time = Arguments.notNull("time", time);
    return this;
  }

  @Override
  public DirectoryResolver build(Collection<String> shards) {
    Arguments.notNull("shards", shards);
    List<String> names = Arguments.listOf("shards", shards.toArray(String[]::new));
    if (Set.copyOf(names).size() < names.size()) {
      throw new IllegalArgumentException("shards are " + names + "; allowed: each of them once");
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("shards is empty; allowed: at least one");
    }
    return new DirectoryResolver(
        new DirectoryTable(database, table, keyType),
        new KnownOwners(capacity, unknownFor, time),
        names,
        assignment);
  }
}
