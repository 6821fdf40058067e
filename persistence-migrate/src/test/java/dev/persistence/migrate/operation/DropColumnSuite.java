package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A column that new clients do not know, until it goes. */
public abstract class DropColumnSuite {

  private final LiveDatabase database;
  private final Migrator migrator;

  protected DropColumnSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private final Migration migration =
      Migration.define("1", "no more fax").table("office", t -> t.dropColumn("fax", "'unknown'"));

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE office (id int PRIMARY KEY, fax varchar(20) NOT NULL, city varchar(20))",
        "INSERT INTO office VALUES (1, '123', null)");
  }

  @Test
  void newClientsInsertWithoutItWhileOldOnesStillReadIt() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO office (id) VALUES (2)", "INSERT INTO office (id, fax) VALUES (3, '456')");
    assertThat(database.rows("SELECT id, fax FROM office ORDER BY id"))
        .containsExactly("1|123", "2|unknown", "3|456");
  }

  @Test
  void contractDropsIt() throws SQLException {
    migrator.run(migration);
    assertThat(database.catalog()).noneMatch(line -> line.contains("fax") || line.contains("zz_"));
    database.execute("INSERT INTO office (id, city) VALUES (2, 'Bern')");
  }

  @Test
  void abortKeepsIt() throws SQLException {
    List<String> before = database.catalog();
    migrator.expand(migration);
    migrator.abort(migration);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void columnThatNewClientsCouldNotLeaveOutIsRefused() {
    Migration careless =
        Migration.define("1", "no more fax").table("office", t -> t.dropColumn("fax"));
    assertThatThrownBy(() -> migrator.expand(careless))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("down");
  }

  @Test
  void columnOfAViewIsNotDropped() throws SQLException {
    Migrator patient = database.migrator().build();
    patient.expand(migration);
    patient.backfill(migration);
    patient.verify(migration);
    patient.switchTo(migration);
    database.execute("CREATE VIEW faxes AS SELECT fax FROM office");
    assertThatThrownBy(() -> patient.contract(migration))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("fax");
    database.execute("DROP VIEW faxes");
    patient.contract(migration);
  }
}
