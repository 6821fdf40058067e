package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.VerifyReport;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A column of another type beside the old one, until that goes. */
public abstract class ChangeTypeSuite {

  private final LiveDatabase database;
  private final Migrator migrator;

  protected ChangeTypeSuite(LiveDatabase database) {
    this.database = database;
    this.migrator = database.migrator().build();
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private static final String ALL = "SELECT id, price, cents FROM item ORDER BY id";

  private final Migration migration =
      Migration.define("1", "prices in cents")
          .table(
              "item",
              t ->
                  t.changeType("price", "cents", "bigint")
                      .up("price * 100")
                      .down("cents / 100.0")
                      .defaultTo("0"));

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE item (id int PRIMARY KEY, price decimal(10,2) DEFAULT 0, name varchar(20))",
        "INSERT INTO item (id, price) VALUES (1, 1.50), (2, null)");
  }

  @Test
  void eachClientSeesTheOther() throws SQLException {
    migrator.expand(migration);
    database.execute(
        "INSERT INTO item (id, price) VALUES (3, 2.25)",
        "INSERT INTO item (id, cents) VALUES (4, 310)",
        "INSERT INTO item (id) VALUES (5)",
        "UPDATE item SET cents = 99 WHERE id = 1",
        "UPDATE item SET price = 7 WHERE id = 3",
        "UPDATE item SET price = null WHERE id = 4",
        "UPDATE item SET name = 'x'");
    assertThat(database.rows(ALL))
        .containsExactly("1|0.99|99", "2|null|null", "3|7.00|700", "4|null|null", "5|0.00|0");
  }

  @Test
  void allRowsAgreeAfterBackfillAndOnlyTheNewTypeIsLeftAfterContract() throws SQLException {
    migrator.expand(migration);
    migrator.backfill(migration);
    assertThat(database.rows(ALL)).containsExactly("1|1.50|150", "2|null|null");
    assertThat(migrator.verify(migration).mismatches()).isEmpty();
    migrator.switchTo(migration);
    migrator.contract(migration);
    database.execute("INSERT INTO item (id) VALUES (3)");
    assertThat(database.rows("SELECT id, cents FROM item ORDER BY id"))
        .containsExactly("1|150", "2|null", "3|0");
  }

  /** A float holds less of a number than a double has, and that is no contradiction. */
  @Test
  void doubleThatBecomesAFloatIsFollowedAndVerified() throws SQLException {
    database.execute(
        "CREATE TABLE load_ (id int PRIMARY KEY, exact double precision, note varchar(9))",
        "INSERT INTO load_ (id, exact) VALUES (1, 0.1), (2, 1e30), (3, null), (4, 16777217)");
    Migration rounding =
        Migration.define("2", "round numbers")
            .table(
                "load_",
                t ->
                    t.changeType("exact", "rough", database.sql("real", "float"))
                        .up("exact")
                        .down("rough"));
    migrator.expand(rounding);
    database.execute("INSERT INTO load_ (id, exact, rough) VALUES (5, 0.7, 0.7)");
    migrator.backfill(rounding);
    database.execute(
        "UPDATE load_ SET exact = 0.3 WHERE id = 1",
        "UPDATE load_ SET note = 'x'",
        "UPDATE load_ SET rough = 0.5 WHERE id = 2");
    VerifyReport report = migrator.verify(rounding);
    assertThat(report.mismatches()).isEmpty();
    assertThat(report.repaired()).isZero();
    assertThat(migrator.status(rounding).conflicts()).isZero();
    String all = "SELECT id FROM load_ WHERE exact IN (0.3, 0.5, 0.7, 16777217) ORDER BY id";
    assertThat(database.rows(all)).containsExactly("1", "2", "4", "5");
    migrator.run(rounding);
  }

  @Test
  void missingDownIsRefused() {
    Migration oneWay =
        Migration.define("1", "prices in cents")
            .table(
                "item", t -> t.changeType("price", "cents", "bigint").up("price").defaultTo("0"));
    assertThatThrownBy(() -> migrator.plan(oneWay))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("down");
  }

  @Test
  void forgottenDefaultIsRefused() {
    Migration forgotten =
        Migration.define("1", "prices in cents")
            .table("item", t -> t.changeType("price", "cents", "bigint").up("price").down("cents"));
    assertThatThrownBy(() -> migrator.plan(forgotten))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("default");
  }

  @Test
  void abortLeavesNothingBehind() throws SQLException {
    List<String> before = database.catalog();
    migrator.expand(migration);
    migrator.backfill(migration);
    migrator.abort(migration);
    assertThat(database.catalog()).isEqualTo(before);
  }
}
