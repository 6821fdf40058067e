package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table that goes when no old version is left. */
public abstract class DropTableSuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration =
      Migration.define("1", "no audit").dropTable(TableName.of("audit"));

  protected DropTableSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute("CREATE TABLE audit (id int PRIMARY KEY)");
  }

  @Test
  void staysUntilTheContractPhase() throws SQLException {
    migrator.expand(migration);
    database.execute("INSERT INTO audit (id) VALUES (1)");
    migrator.run(migration);
    assertThat(database.catalog()).noneMatch(line -> line.startsWith("audit"));
  }

  @Test
  void abortKeepsIt() throws SQLException {
    var before = database.catalog();
    migrator.expand(migration);
    migrator.abort(migration);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void tableThatAnotherOneReferencesIsRefused() throws SQLException {
    database.execute("CREATE TABLE line (audit int, FOREIGN KEY (audit) REFERENCES audit (id))");
    assertThatThrownBy(() -> migrator.expand(migration))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("line");
  }

  @Test
  void gateNamesAViewOfIt() throws SQLException {
    migrator.expand(migration);
    migrator.backfill(migration);
    migrator.verify(migration);
    migrator.switchTo(migration);
    database.execute("CREATE VIEW audits AS SELECT id FROM audit");
    assertThatThrownBy(() -> migrator.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("audits");
    database.execute("DROP VIEW audits");
    migrator.contract(migration);
  }
}
