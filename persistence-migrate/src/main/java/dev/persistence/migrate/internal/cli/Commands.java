package dev.persistence.migrate.internal.cli;

import dev.persistence.core.TimeSource;
import dev.persistence.core.keyset.Throttle;
import dev.persistence.migrate.LockWaitersThrottle;
import dev.persistence.migrate.Measurement;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.MigrationStatus;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.MigratorBuilder;
import dev.persistence.migrate.MigratorConfig;
import dev.persistence.migrate.Plan;
import dev.persistence.migrate.VerifyReport;
import dev.persistence.migrate.file.MigrationFolder;
import dev.persistence.migrate.internal.engine.Engine;
import dev.persistence.migrate.lint.Lint;
import dev.persistence.migrate.lint.LintReport;
import dev.persistence.migrate.lint.ServerVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import javax.sql.DataSource;

/** What each command does. */
public record Commands(Options options, Console console) {

  /** Runs the command, and returns the program's code. */
  public int run() throws SQLException, IOException {
    if (!options.command().equals("unlock") && !Files.isDirectory(options.folder())) {
      throw new UsageException(options.folder() + " is no folder");
    }
    if (options.command().equals("lint")) {
      return lint();
    }
    DataSource database = database();
    if (options.command().equals("unlock")) {
      return unlock(database);
    }
    MigrationFolder folder = folder(database);
    ProgressLine progress =
        new ProgressLine(console.err(), TimeSource.system(), new RowEstimate(database)::rows);
    Migrator migrator = migrator(database, progress);
    return switch (options.command()) {
      case "status" -> tell(migrator.statuses(folder.migrations()), Views::status);
      case "run" -> tell(folder.run(migrator), worked -> Views.worked(worked, progress));
      default -> one(migrator, chosen(folder, migrator), progress);
    };
  }

  private int lint() throws SQLException, IOException {
    LintReport report;
    if (options.has("--server")) {
      report = Lint.on(options.server()).folder(options.folder());
    } else {
      try (Connection connection = database().getConnection()) {
        report = Lint.on(connection).folder(options.folder());
      }
    }
    String text = report.isClean() ? "nothing found for " + report.server() : report.toString();
    console.tell(text, Views.lint(report));
    return report.isClean() ? Console.OK : Console.REFUSED;
  }

  private DataSource database() {
    try {
      DriverManager.getDriver(options.url());
    } catch (SQLException none) {
      throw new UsageException("no JDBC driver of the class path takes the URL");
    }
    return new UrlDataSource(options.url(), options.user(), options.password());
  }

  private MigrationFolder folder(DataSource database) throws SQLException, IOException {
    try (Connection connection = database.getConnection()) {
      return MigrationFolder.of(options.folder(), ServerVersion.of(connection).product());
    }
  }

  private Migrator migrator(DataSource database, ProgressLine progress) {
    MigratorBuilder builder = Migrator.builder(database).listener(progress);
    MigratorConfig defaults = builder.build().config();
    try {
      return builder
          .gate(
              options.duration("--soak").orElse(defaults.soak()),
              options.duration("--quiet").orElse(defaults.quiet()))
          .flagsAge(options.duration("--flags-age").orElse(defaults.flagsAge()))
          .busyPatience(options.duration("--patience").orElse(defaults.busyPatience()))
          .throttle(throttle(database))
          .build();
    } catch (IllegalArgumentException outOfRange) {
      throw new UsageException(String.valueOf(outOfRange.getMessage()));
    }
  }

  private Throttle throttle(DataSource database) {
    List<Throttle> throttles = new ArrayList<>(List.of(Throttle.none()));
    options.number("--rate").map(Throttle::rate).ifPresent(throttles::add);
    options
        .number("--lock-waiters")
        .map(most -> LockWaitersThrottle.of(database, most.intValue()))
        .ifPresent(throttles::add);
    return Throttle.all(throttles.toArray(Throttle[]::new));
  }

  private Migration chosen(MigrationFolder folder, Migrator migrator) throws SQLException {
    if (options.has("--version")) {
      String version = options.value("--version").orElseThrow();
      return folder
          .find(version)
          .orElseThrow(() -> new UsageException("there is no migration " + version));
    }
    for (Migration migration : folder.migrations()) {
      if (migrator.status(migration).state() != MigrationState.COMPLETED) {
        return migration;
      }
    }
    throw new UsageException("every migration is complete; name one with --version");
  }

  private int one(Migrator migrator, Migration migration, ProgressLine progress)
      throws SQLException {
    switch (options.command()) {
      case "plan" -> {
        return plan(migrator, migration);
      }
      case "verify" -> {
        VerifyReport report = migrator.verify(migration);
        String text = report.rows() + " rows compared, " + report.repaired() + " repaired";
        console.tell(text, Views.verified(migration.version(), report, progress));
        return Console.OK;
      }
      case "expand" -> migrator.expand(migration);
      case "backfill" -> migrator.backfill(migration);
      case "switch" -> migrator.switchTo(migration);
      case "contract" -> migrator.contract(migration);
      case "revert" -> migrator.revert(migration);
      default -> migrator.abort(migration, options.number("--accept-loss").orElse(0L));
    }
    return tell(List.of(migrator.status(migration)), worked -> Views.worked(worked, progress));
  }

  private int plan(Migrator migrator, Migration migration) throws SQLException {
    Plan plan = migrator.plan(migration);
    if (!options.has("--measure")) {
      console.tell(plan.toString(), Views.plan(plan));
      return Console.OK;
    }
    Measurement measurement = measure(migrator, migration);
    console.tell(plan + "\n" + Views.measured(measurement), Views.measuredPlan(plan, measurement));
    return measurement.disagreeing().isEmpty() ? Console.OK : Console.REFUSED;
  }

  private static Measurement measure(Migrator migrator, Migration migration) throws SQLException {
    try {
      return migrator.measure(migration);
    } catch (UnsupportedOperationException otherDatabase) {
      throw new UsageException("--measure: " + otherDatabase.getMessage());
    }
  }

  private int tell(List<MigrationStatus> statuses, Function<MigrationStatus, Object> view) {
    console.tell(Views.table(statuses), statuses.stream().map(view).toList());
    return Console.OK;
  }

  private int unlock(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      Engine engine = Engine.of(connection);
      String lock = engine.history().schema();
      OptionalLong holder = engine.sessions().holder(connection, lock);
      if (holder.isEmpty()) {
        console.tell("nobody has the lock", List.of());
        return Console.OK;
      }
      boolean ends = options.has("--force");
      if (ends) {
        engine.sessions().end(connection, holder.getAsLong());
      }
      console.tell(
          "session "
              + holder.getAsLong()
              + (ends ? " was ended" : " has the lock; --force ends it"),
          Views.holder(holder.getAsLong(), ends));
      return ends ? Console.OK : Console.BUSY;
    }
  }
}
