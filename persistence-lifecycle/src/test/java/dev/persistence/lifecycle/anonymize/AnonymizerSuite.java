package dev.persistence.lifecycle.anonymize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Attribution;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import dev.persistence.lifecycle.PlanRefusedException;
import dev.persistence.lifecycle.PlanRefusedException.Reason;
import dev.persistence.lifecycle.hold.LegalHolds;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replacing personal values, and what is refused before any row is touched, on each engine. */
abstract class AnonymizerSuite {

  private static final byte[] KEY = "a key of the tests".getBytes(StandardCharsets.UTF_8);
  private static final SqlFragment ALL = SqlFragment.of("1 = 1");
  private static final TableName USERS = TableName.of("users");
  private static final TableName LEADS = TableName.of("leads");

  private final LiveDatabase database;
  private final Transactions transactions;

  AnonymizerSuite(LiveDatabase database) {
    this.database = database;
    this.transactions = database.transactions();
  }

  @BeforeEach
  void create() throws SQLException {
    String markers =
        ", anonymized_at "
            + database.sql("timestamptz", "datetime(6)")
            + " NULL, anonymized_policy varchar(20) NULL";
    database.execute(
        "CREATE TABLE users (id bigint PRIMARY KEY, email varchar(60) NOT NULL UNIQUE, name"
            + " varchar(30), phone varchar(20) NOT NULL, age int"
            + markers
            + ")",
        "CREATE TABLE leads (id bigint PRIMARY KEY, user_id bigint, email varchar(60), CONSTRAINT"
            + " leads_user FOREIGN KEY (user_id) REFERENCES users (id)"
            + markers
            + ")",
        "INSERT INTO users (id, email, name, phone, age) VALUES"
            + " (1, 'david@gmail.com', 'David', '1', 30), (2, 'mary@x', NULL, '22', 40),"
            + " (3, 'öäü@y.org', 'Al', '333', NULL)",
        "INSERT INTO leads (id, user_id, email) VALUES (1, 2, 'mary@x'), (2, NULL, 'new@z')");
    database.execute(LifecycleTables.ddl(catalog()));
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private Catalog catalog() throws SQLException {
    return database.scan(
        Catalog.builder()
            .table("users", t -> t.subject("id").personal("email", "name", "phone", "age"))
            .table("leads", t -> t.subject("user_id").personal("email")));
  }

  private AnonymizerBuilder users() throws SQLException {
    return Anonymizer.builder(catalog(), USERS, "2026-1", KEY)
        .mask("email", Mask.email())
        .mask("name", Mask.partial())
        .mask("phone", Mask.keyedHash(12))
        .mask("age", Mask.nulls());
  }

  @Test
  void usersOfOneTransactionGetDifferentAddressesAndASecondRunChangesNothing() throws SQLException {
    Anonymizer anonymizer = users().build();
    long changed = transactions.call(connection -> anonymizer.anonymize(connection, ALL));
    assertThat(changed).isEqualTo(3);
    List<String> after = database.rows("SELECT email, name, phone, age FROM users ORDER BY id");
    assertThat(after).doesNotHaveDuplicates();
    assertThat(after.get(0))
        .matches("[0-9a-f]{32}@example.invalid\\|Da\\*\\*\\*\\|[0-9a-f]{12}\\|null");
    assertThat(after.get(1)).contains("|null|");
    assertThat(after.get(2)).contains("|**|");
    assertThat(anonymizer.run(database.dataSource(), ALL)).isZero();
    assertThat(database.rows("SELECT email, name, phone, age FROM users ORDER BY id"))
        .isEqualTo(after);
    assertThat(
            database.number(
                "SELECT COUNT(*) FROM users WHERE anonymized_at IS NOT NULL"
                    + " AND anonymized_policy = '2026-1'"))
        .isEqualTo(3);
  }

  @Test
  void valuesOfTwoTablesStillMatchUnderOneKey() throws SQLException {
    users().build().run(database.dataSource(), ALL);
    Anonymizer.builder(catalog(), LEADS, "2026-1", KEY)
        .mask("email", Mask.email())
        .build()
        .run(database.dataSource(), ALL);
    assertThat(database.rows("SELECT u.id, l.id FROM users u JOIN leads l ON l.email = u.email"))
        .containsExactly("2|1");
    assertThat(database.number("SELECT COUNT(*) FROM leads WHERE email LIKE '%new%'")).isZero();
  }

  @Test
  void nothingOfAPersonIsLeftInAnyTableNorInTheBooks() throws SQLException {
    database.execute(
        "CREATE TABLE audit_logs (id bigint PRIMARY KEY, actor varchar(60), happened_at "
            + database.sql("timestamptz", "datetime(6)")
            + ", anonymized_at "
            + database.sql("timestamptz", "datetime(6)")
            + " NULL, anonymized_policy varchar(20) NULL)",
        "INSERT INTO audit_logs (id, actor) VALUES (1, 'mary@x'), (2, 'david@gmail.com')");
    assertThat(database.columnsWith("mary@x"))
        .containsExactly("audit_logs.actor", "leads.email", "users.email");
    users().build().run(database.dataSource(), ALL);
    Anonymizer.builder(catalog(), LEADS, "2026-1", KEY)
        .mask("email", Mask.email())
        .build()
        .run(database.dataSource(), ALL);
    Anonymizer.builder(catalog(), TableName.of("audit_logs"), "2026-1", KEY)
        .mask("actor", Mask.email())
        .build()
        .run(database.dataSource(), ALL);
    for (String canary : List.of("mary", "avid", "gmail", "new@z", "öäü", "333")) {
      assertThat(database.columnsWith(canary)).as(canary).isEmpty();
    }
    assertThat(
            database.rows(
                "SELECT a.id FROM audit_logs a JOIN users u ON u.email = a.actor ORDER BY a.id"))
        .containsExactly("1", "2");
    List<String> book =
        database.rows(
            "SELECT table_name, policy, row_count, LENGTH(subject_hash) FROM anonymized_users"
                + " ORDER BY table_name, subject_hash");
    assertThat(book)
        .containsExactly(
            "leads|2026-1|1|64", "users|2026-1|1|64", "users|2026-1|1|64", "users|2026-1|1|64");
  }

  @Test
  void recordsOfOneSubjectAddUp() throws SQLException {
    Anonymizer leads =
        Anonymizer.builder(catalog(), LEADS, "2026-1", KEY).mask("email", Mask.email()).build();
    leads.run(database.dataSource(), ALL);
    database.execute("INSERT INTO leads (id, user_id, email) VALUES (3, 2, 'b'), (4, 2, 'c')");
    assertThat(leads.run(database.dataSource(), ALL)).isEqualTo(2);
    assertThat(leads.run(database.dataSource(), ALL)).isZero();
    assertThat(database.rows("SELECT row_count FROM anonymized_users")).containsExactly("3");
  }

  @Test
  void columnMayHaveAnyName() throws SQLException {
    String name = "a$1\\ \"b`";
    String quoted = catalog().dialect().quote(Identifier.of(name));
    String time = database.sql("timestamptz", "datetime(6)");
    database.execute(
        "CREATE TABLE odd (the$key bigint PRIMARY KEY, %s varchar(60), anonymized_at %s NULL,"
                .formatted(quoted, time)
            + " anonymized_policy varchar(20) NULL)",
        "INSERT INTO odd VALUES (1, 'mary@x', NULL, NULL)");
    Catalog catalog = database.scan(Catalog.builder().table("odd", t -> t.personal(name)));
    Anonymizer anonymizer =
        Anonymizer.builder(catalog, TableName.of("odd"), "2026-1", KEY)
            .mask(name, Mask.email())
            .build();

    assertThat(anonymizer.run(database.dataSource(), ALL)).isEqualTo(1);
    assertThat(database.rows("SELECT " + quoted + " FROM odd").get(0)).endsWith("@example.invalid");
  }

  @Test
  void pseudonymsRangesAndDatesAreOfTheirKinds() throws SQLException {
    String time = database.sql("timestamptz", "datetime(6)");
    database.execute(
        "CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint NOT NULL, who varchar(30), cost"
            + " decimal(8,2), age int, born date, came_at "
            + time
            + ", left_at "
            + time
            + ", anonymized_at "
            + time
            + " NULL, anonymized_policy varchar(20) NULL)",
        "INSERT INTO visits (id, user_id, who, cost, age, born, came_at, left_at) VALUES (1, 1,"
            + " 'David', 37.50, 37, '1987-05-06', '2020-03-04 10:11:12', '2020-03-09 10:11:12'),"
            + " (2, 2, 'Mary', -4, 9, '2000-01-01', '2020-03-04 10:11:12', NULL)");
    Catalog catalog = database.scan(Catalog.builder().table("visits", t -> t.subject("user_id")));
    Anonymizer visits =
        Anonymizer.builder(catalog, TableName.of("visits"), "2026-1", KEY)
            .mask("who", Mask.pseudonym(List.of("Ann", "Bob", "Cleo", "Dan")))
            .mask("cost", Mask.range(10))
            .mask("age", Mask.range(10))
            .mask("born", Mask.decade())
            .mask("came_at", Mask.shiftDays(100))
            .mask("left_at", Mask.shiftDays(100))
            .build();
    assertThat(visits.run(database.dataSource(), ALL)).isEqualTo(2);
    assertThat(database.rows("SELECT age, born FROM visits ORDER BY id"))
        .containsExactly("30|1980-01-01", "0|2000-01-01");
    assertThat(database.rows("SELECT cost FROM visits ORDER BY id"))
        .containsExactly("30.00", "0.00");
    assertThat(database.rows("SELECT who FROM visits")).isSubsetOf("Ann", "Bob", "Cleo", "Dan");
    assertThat(database.number("SELECT COUNT(*) FROM visits WHERE left_at IS NULL")).isEqualTo(1);
    String days =
        database.sql("EXTRACT(DAY FROM left_at - came_at)", "TIMESTAMPDIFF(DAY, came_at, left_at)");
    assertThat(database.number("SELECT " + days + " FROM visits WHERE id = 1")).isEqualTo(5);
    assertThat(database.number("SELECT COUNT(*) FROM visits WHERE came_at = '2020-03-04 10:11:12'"))
        .isZero();
  }

  @Test
  void conditionAndHoldsLimitWhatIsChanged() throws SQLException {
    LegalHolds holds = LegalHolds.of(catalog());
    transactions.run(
        connection -> holds.placeOnSubject(connection, "2", new Attribution("case 17", "anna")));
    assertThat(users().build().run(database.dataSource(), SqlFragment.of("id >= ?", 2L)))
        .isEqualTo(1);
    assertThat(database.rows("SELECT email FROM users WHERE id < 3 ORDER BY id"))
        .containsExactly("david@gmail.com", "mary@x");
  }

  @Test
  void masksThatDoNotFitAreRefusedBeforeAnyRowIsTouched() throws SQLException {
    refused(users().mask("email", Mask.fixed("x@y")), Reason.NOT_UNIQUE, "email");
    refused(users().mask("email", Mask.partial()), Reason.NOT_UNIQUE, "email");
    refused(users().mask("email", Mask.keyedHash(31)), Reason.NOT_UNIQUE, "email");
    refused(users().mask("phone", Mask.email()), Reason.TOO_LONG, "phone");
    refused(users().mask("phone", Mask.fixed("x".repeat(21))), Reason.TOO_LONG, "phone");
    refused(users().mask("phone", Mask.nulls()), Reason.NOT_NULL, "phone");
    refused(users().mask("age", Mask.partial()), Reason.WRONG_TYPE, "age");
    refused(users().mask("name", Mask.decade()), Reason.WRONG_TYPE, "name");
    refused(users().mask("name", Mask.range(10)), Reason.WRONG_TYPE, "name");
    refused(users().mask("email", Mask.pseudonym(List.of("a", "b"))), Reason.NOT_UNIQUE, "email");
    refused(users().mask("id", Mask.nulls()), Reason.BROKEN_REFERENCE, "id");
    refused(users().mask("mail", Mask.nulls()), Reason.UNKNOWN_COLUMN, "mail");
    refused(users().markers("anonymized_at", "phone"), Reason.WRONG_TYPE, "phone");
    AnonymizerBuilder leads = Anonymizer.builder(catalog(), LEADS, "2026-1", KEY);
    refused(leads, Reason.DRIFT, "email");
    refused(
        leads.mask("email", Mask.email()).mask("user_id", Mask.nulls()),
        Reason.BROKEN_REFERENCE,
        "user_id");
    assertThat(database.number("SELECT COUNT(*) FROM users WHERE anonymized_at IS NULL"))
        .isEqualTo(3);
  }

  private static void refused(AnonymizerBuilder builder, Reason reason, String column) {
    assertThatThrownBy(builder::build)
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.column()).hasToString(column);
              assertThat(refused.table()).isNotNull();
            });
  }
}
