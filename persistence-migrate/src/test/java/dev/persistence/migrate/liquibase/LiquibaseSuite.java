package dev.persistence.migrate.liquibase;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.MigrationState;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.NickNames;
import dev.persistence.migrate.file.MigrationFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.UpdateSummaryOutputEnum;
import liquibase.database.jvm.JdbcConnection;
import liquibase.exception.LiquibaseException;
import liquibase.lockservice.LockService;
import liquibase.lockservice.LockServiceFactory;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project of Liquibase's that goes on with ours, and Liquibase with its own. */
abstract class LiquibaseSuite {

  private static final String CHANGES = "changes.sql";

  /** Held, since a logger that nobody has forgets its level. */
  private static final Logger LOGGER = Logger.getLogger("liquibase");

  private final LiveDatabase database;
  private final Migrator migrator;
  @TempDir private Path theirs;
  @TempDir private Path ours;

  LiquibaseSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @BeforeAll
  static void tellNobody() {
    LOGGER.setLevel(Level.WARNING);
    System.setProperty("liquibase.analytics.enabled", "false");
  }

  @BeforeEach
  void migrateWithLiquibase() throws Exception {
    Files.writeString(
        theirs.resolve(CHANGES),
        """
        --liquibase formatted sql
        --changeset ada:1
        CREATE TABLE users (id bigint PRIMARY KEY, name varchar(40));
        --changeset ada:2
        INSERT INTO users VALUES (1, 'Ada');
        """);
    assertThat(update()).isEqualTo(2);
    NickNames.writeTo(ours);
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private Liquibase liquibase(Connection connection) throws IOException, LiquibaseException {
    Liquibase liquibase =
        new Liquibase(
            CHANGES, new DirectoryResourceAccessor(theirs), new JdbcConnection(connection));
    liquibase.setShowSummaryOutput(UpdateSummaryOutputEnum.LOG);
    return liquibase;
  }

  /** Returns how many change sets were applied. */
  private int update() throws Exception {
    try (Connection connection = database.dataSource().getConnection();
        Liquibase liquibase = liquibase(connection)) {
      return Scope.child(
          Map.of(Scope.Attr.ui.name(), new LoggerUIService()),
          () -> {
            liquibase.validate();
            Contexts all = new Contexts();
            int open = liquibase.listUnrunChangeSets(all, new LabelExpression()).size();
            liquibase.update();
            return open;
          });
    }
  }

  private MigrationFolder folder() throws IOException {
    return NickNames.folder(ours, database);
  }

  private List<String> history() throws SQLException {
    return database.rows(
        "SELECT * FROM "
            + database.sql("databasechangelog", "DATABASECHANGELOG")
            + " ORDER BY orderexecuted");
  }

  @Test
  void liquibaseGoesOnBesideOurs() throws Exception {
    List<String> before = history();
    Migration nickNames = folder().migrations().get(0);
    migrator.expand(nickNames);
    Files.writeString(
        theirs.resolve(CHANGES),
        "--changeset ada:3\nINSERT INTO users (id, name) VALUES (2, 'Grace');\n",
        StandardOpenOption.APPEND);
    assertThat(update()).isEqualTo(1);
    assertThat(migrator.run(nickNames).state()).isEqualTo(MigrationState.COMPLETED);
    assertThat(update()).isZero();
    assertThat(history()).hasSize(before.size() + 1).containsAll(before);
    assertThat(database.rows("SELECT id, nick FROM users ORDER BY id"))
        .containsExactly("1|ada", "2|grace");
  }

  /** As that of a killed {@code update} is, until somebody releases it. */
  @Test
  void itsLockIsNotOurs() throws Exception {
    List<String> before = history();
    try (Connection connection = database.dataSource().getConnection();
        Liquibase liquibase = liquibase(connection)) {
      LockService lock = LockServiceFactory.getInstance().getLockService(liquibase.getDatabase());
      assertThat(lock.acquireLock()).isTrue();
      folder().run(migrator);
      assertThat(liquibase.listLocks()).hasSize(1);
      lock.releaseLock();
    }
    assertThat(history()).isEqualTo(before);
    assertThat(database.rows("SELECT nick FROM users")).containsExactly("ada");
    assertThat(update()).isZero();
  }
}
