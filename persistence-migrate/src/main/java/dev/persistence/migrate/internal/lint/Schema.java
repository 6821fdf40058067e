package dev.persistence.migrate.internal.lint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is known of the tables: from the catalog of a live database, and from the statements so far.
 * A table that is not here may well exist. Not thread-safe.
 */
public final class Schema {

  private final boolean mySql;
  private final String defaultSchema;
  private final Map<String, KnownTable> tables = new HashMap<>();
  private final Set<String> otherTypes = new HashSet<>();

  Schema(boolean mySql, String defaultSchema) {
    this.mySql = mySql;
    this.defaultSchema = defaultSchema;
  }

  /** Returns one of which nothing is known. */
  public static Schema unknown(boolean mySql) {
    return new Schema(mySql, "public");
  }

  public Schema copy() {
    Schema copy = new Schema(mySql, defaultSchema);
    tables.forEach((name, table) -> copy.tables.put(name, table.copy()));
    copy.otherTypes.addAll(otherTypes);
    return copy;
  }

  boolean isMySql() {
    return mySql;
  }

  /** Returns the name as the database folds it, without a schema that is the default one. */
  String key(List<Token> name) {
    int last = name.size() - 1;
    StringBuilder key = new StringBuilder();
    for (int i = 0; i <= last; i++) {
      String part = fold(name.get(i));
      boolean implied = i == last - 1 && part.equals(defaultSchema);
      key.append(implied ? "" : part).append(implied || i == last ? "" : ".");
    }
    return key.toString();
  }

  String fold(Token name) {
    boolean exact = name.kind() == Token.Kind.NAME && !mySql;
    return exact ? name.text() : name.text().toLowerCase(Locale.ROOT);
  }

  Optional<KnownTable> find(String key) {
    return Optional.ofNullable(tables.get(key));
  }

  boolean isFresh(String key) {
    return find(key).map(KnownTable::isFresh).orElse(false);
  }

  Optional<KnownColumn> column(String table, String column) {
    return find(table).flatMap(known -> known.column(column));
  }

  void put(String key, KnownTable table) {
    tables.put(key, table);
  }

  /** Returns the table, of which nothing may be known so far. */
  KnownTable table(String key) {
    return tables.computeIfAbsent(key, unheardOf -> new KnownTable());
  }

  void remove(String key) {
    tables.remove(key);
  }

  void rename(String key, String newKey) {
    KnownTable table = tables.remove(key);
    if (table != null) {
      tables.put(newKey, table);
    }
  }

  /** Returns the table that has the index, if one is known. */
  Optional<String> tableOf(String index) {
    return tables.entrySet().stream()
        .filter(table -> table.getValue().indexes().contains(index))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** Returns the types of one's own that are no domains, such as enums. */
  Set<String> otherTypes() {
    return otherTypes;
  }

  /** Declares the tables that were made so far to be in use. */
  void deployed() {
    tables.values().forEach(table -> table.fresh(false));
  }
}
