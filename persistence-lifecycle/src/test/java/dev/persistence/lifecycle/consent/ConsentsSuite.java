package dev.persistence.lifecycle.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleTables;
import dev.persistence.lifecycle.LiveDatabase;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who has agreed to what, on each engine. */
abstract class ConsentsSuite {

  private static final byte[] KEY = "a key of the tests".getBytes(StandardCharsets.UTF_8);
  private static final ConsentSource FORM = new ConsentSource("form 'é' \\ 3", "terms 2026-1");
  private static final ConsentSource CALL = new ConsentSource("a call", "terms 2026-2");

  private final LiveDatabase database;
  private final Transactions transactions;

  ConsentsSuite(LiveDatabase database) {
    this.database = database;
    this.transactions = database.transactions();
  }

  @BeforeEach
  void create() throws SQLException {
    database.execute(LifecycleTables.ddl(database.scan(Catalog.builder())));
  }

  @AfterEach
  void clear() throws SQLException {
    database.clear();
  }

  private Consents consents() throws SQLException {
    return Consents.of(database.scan(Catalog.builder()), KEY);
  }

  private boolean isGranted(String subject, String purpose) throws SQLException {
    Consents consents = consents();
    return transactions.call(connection -> consents.isGranted(connection, subject, purpose));
  }

  private List<ConsentEntry> history(String subject) throws SQLException {
    Consents consents = consents();
    return transactions.call(connection -> consents.history(connection, subject));
  }

  private void grant(String subject, String purpose) throws SQLException {
    Consents consents = consents();
    transactions.run(connection -> consents.grant(connection, subject, purpose, FORM));
  }

  private void withdraw(String subject, String purpose) throws SQLException {
    Consents consents = consents();
    transactions.run(connection -> consents.withdraw(connection, subject, purpose, CALL));
  }

  private long entries() throws SQLException {
    return database.number("SELECT COUNT(*) FROM lifecycle_consents");
  }

  @Test
  void lastWordOfThePersonForThePurposeCounts() throws SQLException {
    assertThat(isGranted("42", "newsletter")).as("nothing was said").isFalse();
    grant("42", "newsletter");
    assertThat(isGranted("42", "newsletter")).isTrue();
    assertThat(isGranted("42", "Newsletter")).isFalse();
    assertThat(isGranted("42", "profiling")).isFalse();
    assertThat(isGranted("7", "newsletter")).isFalse();
    withdraw("42", "profiling");
    withdraw("7", "newsletter");
    assertThat(isGranted("42", "newsletter")).as("others' words do not count").isTrue();
    withdraw("42", "newsletter");
    assertThat(isGranted("42", "newsletter")).isFalse();
    grant("42", "newsletter");
    assertThat(isGranted("42", "newsletter")).isTrue();
  }

  @Test
  void historyHasAllWordsInTheirOrder() throws SQLException {
    Instant before = databaseTime();
    grant("42", "newsletter");
    withdraw("42", "profiling");
    grant("7", "newsletter");
    withdraw("42", "newsletter");
    withdraw("42", "newsletter");
    Instant after = databaseTime();
    List<ConsentEntry> history = history("42");
    assertThat(history)
        .extracting(entry -> entry.purpose() + " " + entry.granted() + " " + entry.source())
        .containsExactly(
            "newsletter true " + FORM,
            "profiling false " + CALL,
            "newsletter false " + CALL,
            "newsletter false " + CALL);
    assertThat(history)
        .extracting(ConsentEntry::at)
        .isSorted()
        .allSatisfy(at -> assertThat(at).isBetween(before, after));
    assertThat(history("8")).isEmpty();
    assertThat(entries()).isEqualTo(5);
  }

  @Test
  void clockThatIsSetBackDoesNotMakeANoAYes() throws SQLException {
    grant("42", "newsletter");
    withdraw("42", "newsletter");
    database.execute("UPDATE lifecycle_consents SET recorded_at = '2001-01-01' WHERE granted = 0");
    assertThat(isGranted("42", "newsletter")).isFalse();
    assertThat(history("42")).extracting(ConsentEntry::granted).containsExactly(true, false);
  }

  private Instant databaseTime() throws SQLException {
    String epoch =
        database
            .rows(
                database.sql(
                    "SELECT EXTRACT(EPOCH FROM clock_timestamp())",
                    "SELECT UNIX_TIMESTAMP(NOW(6))"))
            .get(0);
    BigDecimal micros = new BigDecimal(epoch).movePointRight(6);
    return Instant.EPOCH.plusNanos(micros.longValueExact() * 1_000);
  }

  @Test
  void bookNamesNobody() throws SQLException {
    grant("person-42", "newsletter");
    withdraw("person-42", "newsletter");
    assertThat(database.columnsWith("newsletter")).containsExactly("lifecycle_consents.purpose");
    assertThat(database.columnsWith("person-42")).isEmpty();
    assertThat(database.rows("SELECT DISTINCT LENGTH(subject_hash) FROM lifecycle_consents"))
        .containsExactly("64");
    Consents other =
        Consents.of(
            database.scan(Catalog.builder()), "another, long key".getBytes(StandardCharsets.UTF_8));
    List<ConsentEntry> known = transactions.call(c -> other.history(c, "person-42"));
    assertThat(known).isEmpty();
  }

  @Test
  void entryIsPartOfTheTransaction() throws SQLException {
    Consents consents = consents();
    assertThatThrownBy(
            () ->
                transactions.run(
                    connection -> {
                      consents.grant(connection, "42", "newsletter", FORM);
                      assertThat(consents.isGranted(connection, "42", "newsletter")).isTrue();
                      throw new IllegalStateException("rolled back");
                    }))
        .hasMessage("rolled back");
    assertThat(isGranted("42", "newsletter")).isFalse();
    assertThat(entries()).isZero();
    try (Connection connection = database.dataSource().getConnection()) {
      consents.grant(connection, "42", "newsletter", FORM);
    }
    assertThat(isGranted("42", "newsletter")).as("in autocommit mode").isTrue();
  }

  @Test
  void manyAtOnceAllHaveTheirEntries() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        boolean grants = i % 2 == 0;
        ends.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 10; n++) {
                    if (grants) {
                      grant("42", "newsletter");
                    } else {
                      withdraw("42", "newsletter");
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    List<ConsentEntry> history = history("42");
    assertThat(history).hasSize(40);
    assertThat(history).filteredOn(ConsentEntry::granted).hasSize(20);
    assertThat(isGranted("42", "newsletter")).isEqualTo(history.get(39).granted());
  }

  @Test
  void whatDoesNotFitIsRefused() throws SQLException {
    for (String purpose :
        List.of("", " ", "news letter", "x'; DROP TABLE x; --", "x".repeat(101))) {
      assertThatThrownBy(() -> grant("42", purpose)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> isGranted("42", purpose))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (String subject : List.of("", " ", "x".repeat(301))) {
      assertThatThrownBy(() -> withdraw(subject, "newsletter"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> history(subject)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> new ConsentSource("x".repeat(501), "1"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ConsentSource("form", "x".repeat(101)))
        .isInstanceOf(IllegalArgumentException.class);
    Catalog catalog = database.scan(Catalog.builder());
    assertThatThrownBy(() -> Consents.of(catalog, new byte[15]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(entries()).isZero();
  }

  @Test
  void personInTheWrongPlaceIsNotShown() {
    assertThatThrownBy(() -> grant("newsletter", "anna@example.org"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("purpose is a text of 16 characters")
        .hasMessageNotContaining("anna")
        .hasMessageNotContaining("newsletter");
  }

  @Test
  void longestValuesFit() throws SQLException {
    Consents consents = consents();
    ConsentSource longest = new ConsentSource("é".repeat(500), "p".repeat(100));
    String purpose = "x".repeat(100);
    transactions.run(c -> consents.grant(c, "é".repeat(300), purpose, longest));
    assertThat(isGranted("é".repeat(300), purpose)).isTrue();
    assertThat(history("é".repeat(300)).get(0).source()).isEqualTo(longest);
  }
}
