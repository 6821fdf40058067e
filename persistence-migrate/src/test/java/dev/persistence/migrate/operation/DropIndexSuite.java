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

/** An index that goes when no old version is left. */
public abstract class DropIndexSuite {

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration migration =
      Migration.define("1", "less").table("shop", t -> t.dropIndex("shop_city"));

  protected DropIndexSuite(LiveDatabase database) {
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
        "CREATE TABLE shop (id int PRIMARY KEY, city varchar(20), boss int)",
        "CREATE INDEX shop_city ON shop (city)");
  }

  private long indexes() throws SQLException {
    return database.number(
        database.sql(
            "SELECT COUNT(*) FROM pg_indexes WHERE indexname = 'shop_city'",
            "SELECT COUNT(*) FROM information_schema.statistics WHERE table_schema = database()"
                + " AND index_name = 'shop_city'"));
  }

  @Test
  void staysUntilTheContractPhase() throws SQLException {
    migrator.expand(migration);
    assertThat(indexes()).isEqualTo(1);
    migrator.run(migration);
    assertThat(indexes()).isZero();
  }

  @Test
  void abortKeepsIt() throws SQLException {
    migrator.expand(migration);
    migrator.abort(migration);
    assertThat(indexes()).isEqualTo(1);
  }

  @Test
  void unknownIndexIsRefused() {
    Migration wrong = Migration.define("1", "wrong").table("shop", t -> t.dropIndex("shop_x"));
    assertThatThrownBy(() -> migrator.expand(wrong))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("shop_x");
  }

  @Test
  void indexThatAForeignKeyNeedsIsRefused() throws SQLException {
    database.execute(
        "CREATE UNIQUE INDEX shop_boss ON shop (boss)",
        "CREATE TABLE till (shop_boss int, FOREIGN KEY (shop_boss) REFERENCES shop (boss))");
    Migration wrong = Migration.define("1", "wrong").table("shop", t -> t.dropIndex("shop_boss"));
    assertThatThrownBy(() -> migrator.expand(wrong))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("constraint");
  }
}
