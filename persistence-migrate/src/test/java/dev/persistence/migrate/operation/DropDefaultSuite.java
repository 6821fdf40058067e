package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A default that old versions count on until the end. */
public abstract class DropDefaultSuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration =
      Migration.define("1", "dear").table("ware", t -> t.dropDefault("price"));

  protected DropDefaultSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute("CREATE TABLE ware (id int PRIMARY KEY, price int DEFAULT 3)");
  }

  @Test
  void staysUntilTheContractPhase() throws SQLException {
    migrator.expand(migration);
    database.execute("INSERT INTO ware (id) VALUES (1)");
    migrator.run(migration);
    database.execute("INSERT INTO ware (id) VALUES (2)");
    assertThat(database.rows("SELECT price FROM ware ORDER BY id")).containsExactly("3", "null");
  }

  @Test
  void abortKeepsIt() throws SQLException {
    var before = database.catalog();
    migrator.expand(migration);
    migrator.abort(migration);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void columnWithoutOneIsRefused() {
    Migration wrong = Migration.define("1", "wrong").table("ware", t -> t.dropDefault("id"));
    assertThatThrownBy(() -> migrator.expand(wrong)).isInstanceOf(InvalidMigrationException.class);
  }
}
