package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.DataLossException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A table that is there from the start. */
public abstract class CreateTableSuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration =
      Migration.define("1", "audit")
          .createTable(TableName.of("audit"), "id int PRIMARY KEY, note varchar(40)");

  protected CreateTableSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute("CREATE TABLE other_table (id int PRIMARY KEY)");
  }

  @Test
  void isThereFromTheStartOnAndStays() throws SQLException {
    migrator.expand(migration);
    database.execute("INSERT INTO audit (id) VALUES (1)");
    migrator.run(migration);
    assertThat(database.rows("SELECT id FROM audit")).containsExactly("1");
  }

  @Test
  void abortAsksBeforeItDropsRows() throws SQLException {
    var before = database.catalog();
    migrator.expand(migration);
    database.execute("INSERT INTO audit (id) VALUES (1)");
    assertThatThrownBy(() -> migrator.abort(migration)).isInstanceOf(DataLossException.class);
    migrator.abort(migration, 1);
    assertThat(database.catalog()).isEqualTo(before);
  }

  @Test
  void takenNameIsRefused() {
    Migration wrong =
        Migration.define("1", "x").createTable(TableName.of("other_table"), "id int PRIMARY KEY");
    assertThatThrownBy(() -> migrator.expand(wrong))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("already");
  }

  /** It would be taken for the table, and an abort could not drop it. */
  @Test
  void nameOfAViewIsRefused() throws SQLException {
    database.execute("CREATE VIEW audit AS SELECT id FROM other_table");
    assertThatThrownBy(() -> migrator.expand(migration))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("already");
  }
}
