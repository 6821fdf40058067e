package dev.persistence.migrate.internal.lint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What is known of a table. Not thread-safe. */
final class KnownTable {

  private final Map<String, KnownColumn> columns = new HashMap<>();
  private final Map<String, Check> checks = new HashMap<>();
  private final Set<String> indexes = new HashSet<>();
  private String charset = "";
  private boolean partitioned;
  private boolean fresh;

  /**
   * A condition on rows.
   *
   * @param condition in lower case, with single blanks
   */
  record Check(String condition, boolean validated) {}

  KnownTable copy() {
    KnownTable copy = new KnownTable();
    copy.columns.putAll(columns);
    copy.checks.putAll(checks);
    copy.indexes.addAll(indexes);
    copy.charset = charset;
    copy.partitioned = partitioned;
    return copy;
  }

  Map<String, KnownColumn> columns() {
    return columns;
  }

  Map<String, Check> checks() {
    return checks;
  }

  Set<String> indexes() {
    return indexes;
  }

  Optional<KnownColumn> column(String name) {
    return Optional.ofNullable(columns.get(name));
  }

  void change(String name, UnaryOperator<KnownColumn> change) {
    columns.computeIfPresent(name, (same, column) -> change.apply(column));
  }

  /** Returns what a column gets that names no character set; empty if that is not known. */
  String charset() {
    return charset;
  }

  /** Changes what new columns get; those that are there keep theirs. */
  KnownTable charset(String now) {
    columns.replaceAll((name, column) -> column.typed(column.type().inCharset(charset)));
    charset = now;
    return this;
  }

  boolean isPartitioned() {
    return partitioned;
  }

  KnownTable partitioned(boolean now) {
    partitioned = now;
    return this;
  }

  /** Tells whether it was made by the text that is being read, so that nobody uses it yet. */
  boolean isFresh() {
    return fresh;
  }

  KnownTable fresh(boolean now) {
    fresh = now;
    return this;
  }

  /** Tells whether a validated condition forbids NULL in the column. */
  boolean forbidsNull(String column) {
    String plain = column.toLowerCase(Locale.ROOT) + " is not null";
    return checks.values().stream()
        .anyMatch(check -> check.validated() && bare(check.condition()).equals(plain));
  }

  /** Tells whether a condition mentions the column. */
  boolean checks(String column) {
    String word = ".*\\b\\Q" + column.toLowerCase(Locale.ROOT) + "\\E\\b.*";
    return checks.values().stream().anyMatch(check -> check.condition().matches("(?s)" + word));
  }

  private static String bare(String condition) {
    return condition.replace("(", "").replace(")", "").replace("\"", "").strip();
  }

  /** Returns the condition as it is kept. */
  static Check check(@Nullable String condition, boolean validated) {
    String text = condition == null ? "" : condition;
    return new Check(text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " "), validated);
  }
}
