package dev.persistence.migrate.flyway;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.migrate.MigrationException;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.file.MigrationFolder;
import java.sql.SQLException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;

/**
 * A callback of Flyway that takes a folder of migrations as far as they go, whenever Flyway's own
 * {@code migrate} is over.
 *
 * <pre>{@code
 * Flyway.configure()
 *     .dataSource(primary)
 *     .callbacks(new MigrateAfterFlyway(folder, migrator))
 *     .load()
 *     .migrate();
 * }</pre>
 *
 * <p>By then Flyway has given back its lock and ended its transactions: within one of them, as a
 * {@code JavaMigration} is, {@code CREATE INDEX CONCURRENTLY} would wait for the very transaction
 * that waits for it. The work is done on the migrator's own connections, and blocks; what it fails
 * with is what {@code migrate} fails with. Immutable.
 */
@SuppressWarnings("exports") // Whoever makes one has Flyway; nobody else shall need it.
public final class MigrateAfterFlyway implements Callback {

  private final MigrationFolder folder;
  private final Migrator migrator;

  /**
   * Takes what to run, and by whom.
   *
   * @param folder none that Flyway reads as well
   */
  public MigrateAfterFlyway(MigrationFolder folder, Migrator migrator) {
    this.folder = Arguments.notNull("folder", folder);
    this.migrator = Arguments.notNull("migrator", migrator);
  }

  @Override
  public boolean supports(Event event, Context context) {
    return event == Event.AFTER_MIGRATE_OPERATION_FINISH;
  }

  /** Returns false: nothing is done in a transaction of Flyway's. */
  @Override
  public boolean canHandleInTransaction(Event event, Context context) {
    return false;
  }

  @Override
  public void handle(Event event, Context context) {
    try {
      folder.run(migrator);
    } catch (SQLException failure) {
      throw new MigrationException(
          "",
          new Explanation(
              "The migrations after Flyway's were not run to their end",
              String.valueOf(failure.getMessage()),
              "Call migrate again, which goes on from there"),
          failure);
    }
  }

  @Override
  public String getCallbackName() {
    return "persistence-migrate";
  }
}
