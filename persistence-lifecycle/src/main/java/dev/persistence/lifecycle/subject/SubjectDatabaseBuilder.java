package dev.persistence.lifecycle.subject;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.anonymize.Anonymizer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;

/**
 * What becomes of a subject's rows in one database.
 *
 * <p>Defaults: the rows of all tables are deleted, in batches of 500. Not thread-safe.
 */
public final class SubjectDatabaseBuilder {

  final String name;
  final DataSource dataSource;
  final Catalog catalog;
  final Map<TableName, Anonymizer> anonymizers = new LinkedHashMap<>();
  final Map<TableName, String> kept = new LinkedHashMap<>();
  final Set<TableName> deleted = new HashSet<>();
  int batchRows = 500;

  SubjectDatabaseBuilder(String name, DataSource dataSource, Catalog catalog) {
    this.name = name;
    this.dataSource = Arguments.notNull("dataSource", dataSource);
    this.catalog = Arguments.notNull("catalog", catalog);
  }

  /** Lets the rows of the anonymizer's table stay, with masks for what is personal. */
  public SubjectDatabaseBuilder anonymize(Anonymizer anonymizer) {
    TableName table = rule(Arguments.notNull("anonymizer", anonymizer).table());
    anonymizers.put(table, anonymizer);
    return this;
  }

  /**
   * Lets rows stay as they are.
   *
   * @param because the legal basis, for the certificate: 1 to 500 characters
   */
  public SubjectDatabaseBuilder keep(String table, String because) {
    Arguments.inRange("length of because", Arguments.name("because", because).length(), 1, 500);
    kept.put(rule(TableName.of(table)), because);
    return this;
  }

  /**
   * Lets rows be deleted that lead to rows of the subject, of a table without a subject column,
   * whatever the catalog says of soft deletes.
   */
  public SubjectDatabaseBuilder delete(String table) {
    deleted.add(rule(TableName.of(table)));
    return this;
  }

  /** Takes back what was said of the table, since the last word counts. */
  private TableName rule(TableName table) {
    TableName known = catalog.table(table).name();
    anonymizers.remove(known);
    kept.remove(known);
    deleted.remove(known);
    return known;
  }

  /** Sets how many rows one transaction changes: 1 to 500. */
  public SubjectDatabaseBuilder batchRows(int rows) {
    this.batchRows = Arguments.inRange("batchRows", rows, 1, 500);
    return this;
  }
}
