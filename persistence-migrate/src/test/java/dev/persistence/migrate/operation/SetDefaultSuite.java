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

/** A default that the new version counts on from the start. */
public abstract class SetDefaultSuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration =
      Migration.define("1", "free").table("ware", t -> t.setDefault("price", "7"));

  protected SetDefaultSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE ware (id int PRIMARY KEY, price int DEFAULT 3, name varchar(9))");
  }

  @Test
  void isInForceFromTheStartOnAndStays() throws SQLException {
    migrator.expand(migration);
    database.execute("INSERT INTO ware (id) VALUES (1)");
    migrator.run(migration);
    database.execute("INSERT INTO ware (id) VALUES (2)");
    assertThat(database.rows("SELECT price FROM ware")).containsExactly("7", "7");
  }

  @Test
  void abortBringsTheOneOfBeforeBack() throws SQLException {
    var before = database.catalog();
    migrator.expand(migration);
    migrator.abort(migration);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void abortBringsNoDefaultBack() throws SQLException {
    Migration named =
        Migration.define("2", "named").table("ware", t -> t.setDefault("name", "'ware'"));
    migrator.expand(named);
    migrator.abort(named);
    database.execute("INSERT INTO ware (id) VALUES (1)");
    assertThat(database.rows("SELECT name FROM ware")).containsExactly("null");
  }

  @Test
  void defaultThatDoesNotFitTheColumnIsRefused() {
    Migration wrong =
        Migration.define("1", "wrong").table("ware", t -> t.setDefault("price", "'x'"));
    assertThatThrownBy(() -> migrator.expand(wrong)).isInstanceOf(InvalidMigrationException.class);
  }
}
