package dev.persistence.lifecycle.anonymize;

import dev.persistence.core.Arguments;
import dev.persistence.core.keyset.KeysetCursor;
import dev.persistence.core.keyset.KeysetWalker;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.core.sql.TableName;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogTable;
import dev.persistence.lifecycle.internal.Committed;
import dev.persistence.lifecycle.internal.Holds;
import dev.persistence.lifecycle.internal.RowSql;
import dev.persistence.lifecycle.internal.TransactionCheck;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.RowValues;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Replaces personal values of a table by others that say nothing of a person.
 *
 * <pre>{@code
 * Anonymizer anonymizer = Anonymizer.builder(catalog, TableName.of("customers"), "2026-1", key)
 *     .mask("email", Mask.email())
 *     .mask("name", Mask.partial())
 *     .build();
 * long rows = anonymizer.run(dataSource, SqlFragment.of("closed_at < ?", cutoff));
 * }</pre>
 *
 * <p>Whatever would fail on some row is refused by {@code build()}. A row that was anonymized under
 * the same policy is left as it is, so that a second run changes nothing; one that a legal hold
 * keeps is left too. Under one key equal values become equal ones, in all tables. As long as the
 * key exists such rows are pseudonymous, and anonymous only once it is destroyed. Other copies of
 * the values, in logs, backups or other tables, are not looked for.
 *
 * <p>Immutable and thread-safe; blocks for the database.
 */
public final class Anonymizer {

  private final AnonymizerBuilder options;
  private final CatalogTable table;
  private final List<Identifier> columns;
  private final List<Mask> masks;
  private final Engine engine;
  private final RowSql rows;
  private final Holds holds;
  private final MaskedUpdate update;
  private final AnonymizedBook book;

  Anonymizer(AnonymizerBuilder options) {
    new MaskCheck(options).run();
    this.options = options;
    this.table = options.table;
    this.columns = List.copyOf(options.masks.keySet());
    this.masks = List.copyOf(options.masks.values());
    this.engine = Engine.of(options.catalog.dialect());
    this.rows = new RowSql(options.catalog);
    this.holds = new Holds(options.catalog);
    this.update = new MaskedUpdate(options);
    this.book = new AnonymizedBook(options.catalog, table, options.policy);
    Arguments.inRange("number of masks", masks.size(), 1, Integer.MAX_VALUE);
  }

  /**
   * Begins the options.
   *
   * @param policy the name and version under which rows are marked
   * @param key of the keyed masks, at least 16 bytes; copied
   */
  public static AnonymizerBuilder builder(
      Catalog catalog, TableName table, String policy, byte[] key) {
    return new AnonymizerBuilder(catalog, table, policy, key);
  }

  /** Anonymizes all rows that meet the condition, in short transactions, and returns how many. */
  public long run(DataSource dataSource, SqlFragment condition) throws SQLException {
    Transactions transactions =
        Transactions.builder(dataSource).isolation(Isolation.READ_COMMITTED).build();
    long[] changed = new long[1];
    KeysetWalker.builder(transactions, table.name())
        .where(Arguments.notNull("condition", condition).and(open()))
        .throttle(options.throttle)
        .build()
        .walk(
            batch -> {
              long rowsOfBatch =
                  batch.keys().isEmpty() ? 0 : anonymize(batch.connection(), batch.range());
              Committed.then(() -> changed[0] += rowsOfBatch);
            });
    return changed[0];
  }

  /**
   * Anonymizes the rows that meet the condition in the caller's transaction, and returns how many.
   */
  public long anonymize(Connection connection, SqlFragment condition) throws SQLException {
    TransactionCheck.check(connection, engine);
    holds.shareGate(connection);
    String name = rows.quote(table);
    SqlFragment these =
        Arguments.notNull("condition", condition)
            .and(open())
            .and(holds.freeBehindGate(connection, table, name));
    List<Row> found =
        Sql.rows(
            connection,
            these.within(
                "SELECT " + rows.columns(name, read()) + " FROM " + name + " WHERE ",
                " FOR UPDATE"),
            this::row);
    update.run(connection, found.stream().map(this::masked).toList());
    book.add(connection, counts(found));
    return found.size();
  }

  /** The primary key, the columns with masks, and whose the row is. */
  private List<Identifier> read() {
    List<Identifier> read = new ArrayList<>(table.primaryKey());
    read.addAll(columns);
    Identifier subject = table.description().subject();
    if (subject != null) {
      read.add(subject);
    }
    return read;
  }

  private Row row(ResultSet row) throws SQLException {
    int width = table.primaryKey().size();
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      values.add(row.getString(width + 1 + i));
    }
    boolean owned = table.description().subject() != null;
    String subject = owned ? row.getString(width + columns.size() + 1) : null;
    Person person = new Person(options.hash, subject);
    return new Row(RowValues.key(row, 1, table.primaryKey()), person, values);
  }

  private static SortedMap<String, Long> counts(List<Row> found) {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (Row row : found) {
      String pseudonym = row.person().pseudonym();
      if (pseudonym != null) {
        counts.merge(pseudonym, 1L, Long::sum);
      }
    }
    return counts;
  }

  /** Returns the table whose rows it anonymizes. */
  public TableName table() {
    return table.name();
  }

  /** Returns the condition that a row was anonymized under this policy. */
  public SqlFragment anonymizedRows() {
    return SqlFragment.of(rows.quote(options.anonymizedPolicy) + " = ?", options.policy);
  }

  private record Row(KeysetCursor key, Person person, List<@Nullable String> values) {}

  private MaskedRow masked(Row row) {
    List<@Nullable String> values = new ArrayList<>();
    for (int i = 0; i < masks.size(); i++) {
      values.add(masks.get(i).apply(row.values().get(i), row.person()));
    }
    return new MaskedRow(row.key(), values);
  }

  /** Returns the condition that the row was not anonymized under this policy. */
  private SqlFragment open() {
    String column = rows.quote(options.anonymizedPolicy);
    return SqlFragment.of("(" + column + " IS NULL OR " + column + " <> ?)", options.policy);
  }
}
