package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.migrate.internal.run.Reports;
import dev.persistence.migrate.internal.run.Run;
import dev.persistence.migrate.internal.run.Shares;
import dev.persistence.migrate.internal.run.Work;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * Takes migrations through their phases, while old and new versions of the application go on
 * writing.
 *
 * <pre>{@code
 * Migrator migrator = Migrator.builder(primary).build();
 * migrator.expand(m);    // now deploy the new version, beside the old one
 * migrator.backfill(m);
 * migrator.verify(m);
 * migrator.switchTo(m);  // now the new version reads what is new; then end the old one
 * migrator.contract(m);
 * }</pre>
 *
 * <p>Each phase takes the migrator's lock in the database for as long as it lasts; a second runner
 * gets {@link MigrationBusyException}. A phase that fails or is killed is called again and goes on
 * where it ended; a batch of rows is lost at most. A phase that is done cannot be taken again:
 * {@link MigrationStateException}, or after the last one {@link MigrationAlreadyAppliedException}.
 * A migration whose text has changed since it began is a {@link ChecksumMismatchException}.
 *
 * <p>The data source leads to the primary itself, and has at least three connections to give, which
 * get back the settings that they had; a pooler that lends sessions by the transaction is refused.
 * Thread-safe; every method blocks until its work is done and starts no thread.
 */
public final class Migrator {

  private final DataSource dataSource;
  private final MigratorConfig config;

  Migrator(DataSource dataSource, MigratorConfig config) {
    this.dataSource = dataSource;
    this.config = config;
  }

  public static MigratorBuilder builder(DataSource primary) {
    return new MigratorBuilder(primary);
  }

  public MigratorConfig config() {
    return config;
  }

  /**
   * Returns what the migration would do, and changes nothing.
   *
   * @throws InvalidMigrationException if it does not fit the database
   * @throws MigrationStateException if it has begun, and so has its plan already
   * @throws MigrationAlreadyAppliedException if it is complete
   */
  public Plan plan(Migration migration) throws SQLException {
    return Run.plan(dataSource, work(migration));
  }

  /**
   * Makes the steps of {@link #plan} on temporary clones of their tables, with one row each, and
   * tells which locks the server took, and whether it wrote rows anew or read them. Nothing that
   * anybody else sees is changed or locked, and nothing is left behind.
   *
   * <p>Not measured, and said so: what is made outside a transaction, such as an index beside
   * writers, and what is about more than one table, such as a foreign key.
   *
   * @throws InvalidMigrationException if it does not fit the database
   * @throws MigrationStateException if it has begun
   * @throws MigrationAlreadyAppliedException if it is complete
   * @throws UnsupportedOperationException on MySQL and MariaDB, where each statement names the
   *     algorithm it may take, so that the server refuses what would be another
   */
  public Measurement measure(Migration migration) throws SQLException {
    return Run.measure(dataSource, work(migration));
  }

  private static Work work(Migration migration) {
    Arguments.notNull("migration", migration);
    return new Work(
        migration.version(), migration.description(), migration.text(), migration.operations());
  }

  private Run open(Migration migration) throws SQLException {
    return Run.open(dataSource, config, work(migration));
  }

  /** Makes new columns and triggers; then old and new versions may run side by side. */
  public void expand(Migration migration) throws SQLException {
    try (Run run = open(migration)) {
      run.forward().expand();
    }
  }

  /**
   * Fills the rows from before. An interrupted thread ends it behind a batch, and stays
   * interrupted; so ask for the {@link #status}.
   */
  public void backfill(Migration migration) throws SQLException {
    try (Run run = open(migration)) {
      run.forward().backfill();
    }
  }

  /**
   * Compares all rows, and mends what it can.
   *
   * @throws VerificationFailedException if rows are left that contradict themselves
   */
  public VerifyReport verify(Migration migration) throws SQLException {
    try (Run run = open(migration)) {
      return run.forward().verify();
    }
  }

  /** Declares that the application reads what is new; from now on old writes are counted. */
  public void switchTo(Migration migration) throws SQLException {
    try (Run run = open(migration)) {
      run.forward().switchTo();
    }
  }

  /**
   * Lets a share of the users read what is new before the switch: those for whose keys {@link
   * SchemaFlags#side(String, String, Object)} says so. Raised step by step; who has come to read
   * the new side goes on with it.
   *
   * @param percentage 0 to 100; not less than before, but for 0, which takes all back
   * @throws MigrationStateException if the migration is not verified, or switched already
   */
  public void rollOut(Migration migration, int percentage) throws SQLException {
    share(migration, Shares.ALL, percentage);
  }

  /**
   * As {@link #rollOut(Migration, int)}, of one part of the users, such as a tenant; of two
   * percentages that a key has, its part's and that of all, the greater counts.
   */
  public void rollOut(Migration migration, String part, int percentage) throws SQLException {
    share(migration, Arguments.name("part", part), percentage);
  }

  private void share(Migration migration, String part, int percentage) throws SQLException {
    Arguments.inRange("percentage", percentage, 0, 100);
    try (Run run = open(migration)) {
      run.forward().rollOut(part, percentage);
    }
  }

  /**
   * Drops what only the old version needs. There is no way back.
   *
   * @throws GateRefusedException if there is evidence that it is still in use
   */
  public void contract(Migration migration) throws SQLException {
    try (Run run = open(migration)) {
      run.forward().contract();
    }
  }

  /**
   * Takes the switch back: the application reads the old values again, which have followed all the
   * while. Nothing is lost and nothing is dropped; {@link #switchTo} may be called again.
   */
  public void revert(Migration migration) throws SQLException {
    try (Run run = open(migration)) {
      run.backward().revert();
    }
  }

  /** Counts the rows whose new value the old columns cannot give back. */
  public long lossOf(Migration migration) throws SQLException {
    try (Run run = open(migration)) {
      return run.backward().loss();
    }
  }

  /**
   * Drops what was made, from any phase before contract.
   *
   * @throws DataLossException if {@link #lossOf} is not zero
   * @throws GateRefusedException if something needs a view of the version, which would be dropped
   */
  public void abort(Migration migration) throws SQLException {
    abort(migration, 0);
  }

  /**
   * Drops what was made, and with it values that the old columns cannot give back. They are counted
   * before, and again once no instance can have been told to read the new side; if there are more
   * than accepted by then, the migration is what it was before, and goes on both ways.
   *
   * @param acceptedLoss the most rows that may lose one
   * @throws DataLossException if there are more
   * @throws GateRefusedException if something needs a view of the version, which would be dropped
   */
  public void abort(Migration migration, long acceptedLoss) throws SQLException {
    Arguments.inRange("acceptedLoss", acceptedLoss, 0, Long.MAX_VALUE);
    try (Run run = open(migration)) {
      run.backward().abort(acceptedLoss);
    }
  }

  /**
   * Takes a migration through all phases that are left, and returns where it stands. Stops at the
   * gate without an exception, so that it can be called again later; does nothing if complete.
   */
  public MigrationStatus run(Migration migration) throws SQLException {
    try (Run run = open(migration)) {
      run.all();
      return run.status();
    }
  }

  /** Tells how far the migration is; {@link MigrationState#PLANNED} if it is not known yet. */
  public MigrationStatus status(Migration migration) throws SQLException {
    return statuses(List.of(migration)).get(0);
  }

  /** As {@link #status}, of several at once, in their order. */
  public List<MigrationStatus> statuses(List<Migration> migrations) throws SQLException {
    List<Work> works =
        Arguments.listOf("migrations", migrations).stream().map(Migrator::work).toList();
    return Reports.statuses(dataSource, config.instanceLife(), works);
  }

  /**
   * Records that an instance of the application is alive, and the newest migration that it was
   * built for. Called by every instance, several times within {@link MigratorConfig#instanceLife};
   * the contract phase waits until none is older than the migration.
   *
   * @param instance unique among those that run
   */
  public void seen(String instance, String version) throws SQLException {
    Arguments.name("instance", instance);
    Arguments.name("version", version);
    Reports.seen(dataSource, instance, version);
  }
}
