package dev.persistence.lifecycle.subject;

import dev.persistence.core.Arguments;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.internal.KeyedHash;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link SubjectRequests}.
 *
 * <p>Defaults: no ledger, the JVM's clock. At least one database; the first one records what stores
 * that are no database have done. Not thread-safe.
 */
public final class SubjectRequestsBuilder {

  final String policy;
  final KeyedHash hash;
  final List<DatabaseTarget> databases = new ArrayList<>();
  final List<SubjectStore> stores = new ArrayList<>();
  @Nullable ErasureLedger ledger;
  Clock clock = Clock.systemUTC();
  private final StoreNames names = new StoreNames();

  SubjectRequestsBuilder(String policy, byte[] key) {
    this.policy = Arguments.name("policy", policy);
    Arguments.inRange("length of policy", policy.length(), 1, 100);
    this.hash = new KeyedHash(key);
  }

  /** Adds a database from all of whose tables rows are deleted. */
  public SubjectRequestsBuilder database(String name, DataSource dataSource, Catalog catalog) {
    return database(name, dataSource, catalog, rules -> {});
  }

  /**
   * Adds a database.
   *
   * @param name in plans and certificates: 1 to 100 characters, the same for ever
   * @param catalog with the subject columns and personal columns of the tables; it is scanned anew
   *     for each plan and erasure
   * @throws dev.persistence.lifecycle.PlanRefusedException if something is not described, or no
   *     order is known in which rows can go
   */
  public SubjectRequestsBuilder database(
      String name, DataSource dataSource, Catalog catalog, Consumer<SubjectDatabaseBuilder> rules) {
    SubjectDatabaseBuilder builder =
        new SubjectDatabaseBuilder(names.add(name), dataSource, catalog);
    Arguments.notNull("rules", rules).accept(builder);
    databases.add(new DatabaseTarget(builder));
    return this;
  }

  /** Adds a store that is no database, such as a cache. */
  public SubjectRequestsBuilder store(SubjectStore store) {
    names.add(Arguments.notNull("store", store).name());
    stores.add(store);
    return this;
  }

  /** Sets where it is recorded, outside the databases, whose erasure was begun; else nowhere. */
  public SubjectRequestsBuilder ledger(ErasureLedger ledger) {
    this.ledger = Arguments.notNull("ledger", ledger);
    return this;
  }

  /** Sets the clock that dates certificates. */
  public SubjectRequestsBuilder clock(Clock clock) {
    this.clock = Arguments.notNull("clock", clock);
    return this;
  }

  /** Returns the requests over these stores; changes nothing. */
  public SubjectRequests build() {
    Arguments.inRange("number of databases", databases.size(), 1, Integer.MAX_VALUE);
    return new SubjectRequests(this);
  }
}
