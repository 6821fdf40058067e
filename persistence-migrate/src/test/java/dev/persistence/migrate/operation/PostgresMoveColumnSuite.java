package dev.persistence.migrate.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.DataLossException;
import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.LiveDatabase;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.Migrator;
import dev.persistence.migrate.PlannedStep;
import dev.persistence.migrate.VerificationFailedException;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A column that moves to another table, whose rows the application or the migration creates. */
abstract class PostgresMoveColumnSuite {

  private static final String BOTH =
      "SELECT u.id, u.phone, c.phone FROM users u LEFT JOIN contacts c ON c.user_id = u.id"
          + " ORDER BY u.id";

  private final LiveDatabase database;
  private final Migrator migrator;
  private final Migration moving =
      Migration.define("1", "phones among contacts")
          .table("users", t -> t.moveColumn("phone", TableName.of("contacts"), "user_id"));
  private final Migration creating =
      Migration.define("2", "phones among contacts, created")
          .table(
              "users",
              t -> t.moveColumn("phone", TableName.of("contacts"), "user_id").createMissing());

  PostgresMoveColumnSuite(PostgresCluster cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
    this.migrator = database.migrator().build();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(
        "CREATE TABLE users (id int PRIMARY KEY, phone varchar(20), name varchar(20))",
        "CREATE TABLE contacts (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, user_id int"
            + " NOT NULL UNIQUE REFERENCES users ON DELETE CASCADE, email varchar(40))",
        "INSERT INTO users VALUES (1, 'p1', 'a'), (2, 'p2', 'b'), (3, null, 'c')",
        "INSERT INTO contacts (user_id, email) VALUES (1, 'e1'), (2, 'e2'), (3, 'e3')");
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  @Test
  void oldClientsWriteBothSides() throws SQLException {
    migrator.expand(moving);
    database.execute(
        "UPDATE users SET phone = 'o1' WHERE id = 1",
        "INSERT INTO users VALUES (4, 'o4', 'd')",
        "INSERT INTO contacts (user_id, email) VALUES (4, 'e4')",
        "UPDATE users SET phone = null WHERE id = 1",
        "UPDATE users SET phone = 'o3', name = 'x' WHERE id = 3");
    assertThat(database.rows(BOTH))
        .containsExactly("1|null|null", "2|p2|null", "3|o3|o3", "4|o4|o4");
  }

  /** The functions of its triggers name both. */
  @ParameterizedTest
  @ValueSource(strings = {"users", "contacts"})
  void neitherTableGetsAnotherNameMeanwhile(String table) throws SQLException {
    Migration renaming =
        Migration.define("3", "another name").table(table, t -> t.renameTable("renamed"));
    migrator.expand(moving);
    assertThatThrownBy(() -> migrator.expand(renaming))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("[1]");
    migrator.abort(moving);
    migrator.expand(renaming);
  }

  @Test
  void newClientsWriteBothSides() throws SQLException {
    migrator.expand(moving);
    database.execute(
        "UPDATE contacts SET phone = 'n1' WHERE user_id = 1",
        "INSERT INTO users (id, name) VALUES (4, 'd'), (5, 'e')",
        "INSERT INTO contacts (user_id, phone) VALUES (4, 'n4'), (5, null)",
        "INSERT INTO contacts (user_id, phone) VALUES (2, 'n2') ON CONFLICT (user_id) DO UPDATE SET"
            + " phone = EXCLUDED.phone",
        "DELETE FROM contacts WHERE user_id = 3");
    assertThat(database.rows(BOTH))
        .containsExactly("1|n1|n1", "2|n2|n2", "3|null|null", "4|n4|n4", "5|null|null");
    database.execute(
        "UPDATE contacts SET phone = null WHERE user_id = 1", "DELETE FROM users WHERE id = 4");
    assertThat(database.rows(BOTH)).contains("1|null|null").hasSize(4);
  }

  /** An old version may have meant the e-mail alone; of created rows it knows nothing. */
  @Test
  void contactThatGoesTakesItsValueAlongIfItWasThereForItAlone() throws SQLException {
    migrator.expand(moving);
    database.execute("DELETE FROM contacts WHERE user_id = 1");
    assertThat(database.rows(BOTH)).contains("1|p1|null");
    migrator.abort(moving);
    migrator.expand(creating);
    database.execute("DELETE FROM contacts WHERE user_id = 2");
    assertThat(database.rows(BOTH)).contains("2|null|null");
  }

  @Test
  void contactThatIsGivenToAnotherTakesItsValueAlong() throws SQLException {
    migrator.expand(creating);
    database.execute(
        "DELETE FROM contacts WHERE user_id = 3",
        "UPDATE contacts SET phone = 'n1' WHERE user_id = 1",
        "UPDATE contacts SET user_id = 3 WHERE user_id = 1");
    assertThat(database.rows(BOTH)).containsExactly("1|null|null", "2|p2|null", "3|n1|n1");
  }

  @Test
  void unrelatedUpdatesChangeNothing() throws SQLException {
    migrator.expand(moving);
    database.execute(
        "UPDATE contacts SET phone = 'n1' WHERE user_id = 1",
        "UPDATE users SET name = 'x', phone = phone",
        "UPDATE contacts SET email = 'y', phone = phone");
    assertThat(database.rows(BOTH)).containsExactly("1|n1|n1", "2|p2|null", "3|null|null");
  }

  @Test
  void missingRowsAreCreatedByTheBackfillAndByOldClients() throws SQLException {
    database.execute("DELETE FROM contacts WHERE user_id <> 2");
    migrator.expand(creating);
    database.execute(
        "UPDATE users SET phone = 'o3' WHERE id = 3",
        "INSERT INTO users VALUES (4, 'o4', 'd'), (5, null, 'e')",
        "INSERT INTO contacts (user_id, phone) VALUES (5, 'n5')",
        "INSERT INTO users VALUES (6, 'o6', 'f')",
        "DELETE FROM users WHERE id = 6");
    assertThat(database.rows(BOTH))
        .containsExactly("1|p1|null", "2|p2|null", "3|o3|o3", "4|o4|o4", "5|n5|n5");
    migrator.backfill(creating);
    assertThat(migrator.status(creating).rowsFilled()).isEqualTo(2);
    assertThat(database.rows(BOTH)).contains("1|p1|p1", "2|p2|p2");
    assertThat(migrator.verify(creating).repaired()).isZero();
  }

  @Test
  void contractDropsTheOldOneAndLeavesNoTrigger() throws SQLException {
    migrator.expand(moving);
    migrator.backfill(moving);
    assertThat(database.rows(BOTH)).containsExactly("1|p1|p1", "2|p2|p2", "3|null|null");
    migrator.verify(moving);
    migrator.switchTo(moving);
    database.execute(
        "UPDATE users SET phone = 'o1' WHERE id = 1",
        "UPDATE users SET name = 'x' WHERE id = 1",
        "UPDATE contacts SET phone = 'n2' WHERE user_id = 2",
        "DELETE FROM contacts WHERE user_id = 3",
        "INSERT INTO contacts (user_id, phone) VALUES (3, 'n3')");
    assertThat(migrator.status(moving).oldWrites()).isEqualTo(1);
    migrator.contract(moving);
    database.execute("UPDATE contacts SET phone = 'n1' WHERE user_id = 1");
    assertThat(database.rows("SELECT user_id, phone FROM contacts ORDER BY 1"))
        .containsExactly("1|n1", "2|n2", "3|n3");
    assertThat(database.catalog())
        .noneMatch(line -> line.contains("zz_") || line.startsWith("users|phone"));
  }

  @Test
  void abortLeavesTheOldSideAsItWas() throws SQLException {
    List<String> before = database.catalog();
    migrator.expand(creating);
    migrator.backfill(creating);
    database.execute("UPDATE contacts SET phone = 'n1' WHERE user_id = 1");
    migrator.abort(creating);
    assertThat(database.catalog()).isEqualTo(before);
    assertThat(database.rows("SELECT phone FROM users ORDER BY id"))
        .containsExactly("n1", "p2", "null");
  }

  @Test
  void whatTheOldSideNeverHeardIsCountedByAnAbortAndMendedByVerify() throws SQLException {
    migrator.expand(moving);
    migrator.backfill(moving);
    try (var connection = database.dataSource().getConnection()) {
      LiveDatabase.execute(
          connection,
          "SET session_replication_role = replica",
          "UPDATE contacts SET phone = 'n1' WHERE user_id = 1",
          "SET session_replication_role = DEFAULT");
    }
    assertThat(database.rows(BOTH)).contains("1|p1|n1");
    assertThatThrownBy(() -> migrator.abort(moving))
        .isInstanceOf(DataLossException.class)
        .hasMessageContaining("1 rows");
    assertThat(migrator.verify(moving).repaired()).isEqualTo(1);
    assertThat(database.rows(BOTH)).contains("1|n1|n1");
  }

  @Test
  void valueWithoutARowToGoToFailsVerifyAndClosesTheGate() throws SQLException {
    migrator.expand(moving);
    database.execute("INSERT INTO users VALUES (4, 'o4', 'd')");
    migrator.backfill(moving);
    assertThatThrownBy(() -> migrator.verify(moving))
        .isInstanceOf(VerificationFailedException.class)
        .hasMessageContaining("public.users.phone and public.contacts: 1 rows");
    database.execute("INSERT INTO contacts (user_id) VALUES (4)");
    migrator.verify(moving);
    migrator.switchTo(moving);
    database.execute("INSERT INTO users VALUES (5, 'o5', 'e')");
    assertThatThrownBy(() -> migrator.contract(moving))
        .isInstanceOf(GateRefusedException.class)
        .hasMessageContaining("1 rows of \"users\"");
    database.execute("INSERT INTO contacts (user_id) VALUES (5)");
    migrator.contract(moving);
    assertThat(database.rows("SELECT phone FROM contacts WHERE user_id > 3 ORDER BY 1"))
        .containsExactly("o4", "o5");
  }

  @Test
  void clientsNeedNoRightsOnTheOtherTable() throws SQLException {
    migrator.expand(creating);
    database.execute(
        "DROP ROLE IF EXISTS old_client",
        "CREATE ROLE old_client",
        "GRANT USAGE ON SCHEMA public TO old_client",
        "GRANT SELECT, INSERT, UPDATE ON users TO old_client");
    try (var connection = database.dataSource().getConnection()) {
      LiveDatabase.execute(
          connection,
          "SET ROLE old_client",
          "SET search_path = pg_catalog",
          "UPDATE public.users SET phone = 'o1' WHERE id = 1",
          "INSERT INTO public.users VALUES (4, 'o4', 'd')",
          "RESET ROLE",
          "RESET search_path");
    } finally {
      database.execute("DROP OWNED BY old_client", "DROP ROLE old_client");
    }
    assertThat(database.rows(BOTH)).contains("1|o1|o1", "4|o4|o4");
  }

  /** Theirs makes of each value another one, for ever; ours end all the same. */
  @Test
  void triggerOfSomebodyElseThatNeverEndsIsCut() throws SQLException {
    database.execute(
        "CREATE FUNCTION another() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN NEW.phone := left(md5(NEW.phone), 19); RETURN NEW; END$$");
    migrator.expand(moving);
    database.execute(
        "CREATE TRIGGER another BEFORE UPDATE ON contacts FOR EACH ROW EXECUTE FUNCTION another()",
        "CREATE TRIGGER another BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION another()",
        "UPDATE users SET phone = 'o' WHERE id = 1");
    assertThat(database.rows("SELECT phone FROM contacts WHERE user_id = 1").get(0)).hasSize(19);
  }

  @Test
  void triggerOfSomebodyElseThatMendsValuesIsFollowed() throws SQLException {
    migrator.expand(moving);
    database.execute(
        "CREATE FUNCTION upper_phone() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN NEW.phone := upper(NEW.phone); RETURN NEW; END$$",
        "CREATE TRIGGER a BEFORE UPDATE ON contacts FOR EACH ROW EXECUTE FUNCTION upper_phone()",
        "UPDATE users SET phone = 'o1' WHERE id = 1");
    assertThat(database.rows(BOTH)).contains("1|O1|O1");
  }

  @Test
  void valueAndKeyMayHaveACollationOfTheirOwn() throws SQLException {
    database.execute(
        "DROP TABLE contacts",
        "ALTER TABLE users ALTER id TYPE varchar(9) COLLATE \"C\", ALTER phone TYPE varchar(20)"
            + " COLLATE \"POSIX\"",
        "CREATE TABLE contacts (user_id varchar(9) COLLATE \"C\" PRIMARY KEY REFERENCES users)",
        "INSERT INTO contacts VALUES ('1'), ('2')");
    migrator.run(moving);
    assertThat(database.rows("SELECT user_id, phone FROM contacts ORDER BY 1"))
        .containsExactly("1|p1", "2|p2");
    assertThat(database.rows("SELECT collation for (phone) FROM contacts LIMIT 1"))
        .containsExactly("\"POSIX\"");
  }

  @Test
  void planTellsTheStepsAndMeasureLeavesNothing() throws SQLException {
    List<String> before = database.catalog();
    assertThat(migrator.plan(creating).steps())
        .extracting(PlannedStep::name)
        .contains("add column phone", "keep phone of users and contacts in step");
    assertThat(migrator.measure(creating).disagreeing()).isEmpty();
    assertThat(database.catalog()).isEqualTo(before);
  }
}
