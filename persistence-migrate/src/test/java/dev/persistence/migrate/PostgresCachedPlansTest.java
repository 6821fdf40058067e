package dev.persistence.migrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.testkit.junit.WithPostgres;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Statements that a session has prepared before a phase and takes again behind it. */
@WithPostgres
class PostgresCachedPlansTest {

  private static final String NAMED = "UPDATE event SET note = 'a' WHERE id = 1 RETURNING id, note";
  private static final String ALL = "UPDATE event SET note = 'b' WHERE id = 1 RETURNING *";

  private final LiveDatabase database;
  private final Migrator migrator;

  PostgresCachedPlansTest(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.migrator = database.migrator().build();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE event (id int PRIMARY KEY, note text)", "INSERT INTO event VALUES (1, 'x')");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private static Migration renaming() {
    return Migration.define("1", "x").table("event", t -> t.renameColumn("note", "remark"));
  }

  /** A session in which all statements are the server's, and stand in transactions. */
  private Connection session() throws SQLException {
    Connection session = database.newSessions().getConnection();
    session.unwrap(PGConnection.class).setPrepareThreshold(1);
    session.setAutoCommit(false);
    return session;
  }

  private static void executeTwice(Connection session, PreparedStatement statement)
      throws SQLException {
    statement.execute();
    session.commit();
    statement.execute();
    session.commit();
  }

  private void fillAndSwitch(Migration migration) throws SQLException {
    migrator.backfill(migration);
    migrator.verify(migration);
    migrator.switchTo(migration);
  }

  @Test
  void statementThatNamesItsColumnsGoesOnAndOneOfAllColumnsFailsOnce() throws SQLException {
    try (Connection session = session();
        PreparedStatement named = session.prepareStatement(NAMED);
        PreparedStatement all = session.prepareStatement(ALL)) {
      executeTwice(session, named);
      executeTwice(session, all);
      migrator.expand(renaming());
      executeTwice(session, named);
      assertThatThrownBy(all::execute).hasMessageContaining("cached plan");
      session.rollback();
      executeTwice(session, all);
      fillAndSwitch(renaming());
      executeTwice(session, named);
    }
    assertThat(database.rows("SELECT remark FROM event")).containsExactly("a");
  }

  @Test
  void statementOfAllColumnsGoesOnThroughTheViewOfAVersion() throws SQLException {
    Migration first = renaming().versionViews("app_1");
    migrator.expand(first);
    fillAndSwitch(first);
    migrator.contract(first);
    try (Connection session = session()) {
      LiveDatabase.execute(session, "SET search_path = app_1, public");
      try (PreparedStatement all = session.prepareStatement(ALL.replace("note", "remark"))) {
        executeTwice(session, all);
        Migration second =
            Migration.define("2", "x")
                .table("event", t -> t.addColumn("more", "text").up("remark"))
                .versionViews("app_2", "app_1");
        migrator.expand(second);
        executeTwice(session, all);
        fillAndSwitch(second);
        executeTwice(session, all);
      }
    }
    assertThat(database.rows("SELECT remark, more FROM event")).containsExactly("b|b");
  }
}
