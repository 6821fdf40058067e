package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.Dialect;
import java.util.List;
import java.util.stream.Collectors;

/** PostgreSQL. */
final class PostgresWords extends Words {

  PostgresWords(Dialect dialect) {
    super(dialect);
  }

  @Override
  public String now() {
    return "statement_timestamp()";
  }

  @Override
  public String ago() {
    return "(statement_timestamp() - CAST(? AS bigint) * INTERVAL '1 microsecond')";
  }

  @Override
  public String microsSince(String time) {
    return "CAST(EXTRACT(EPOCH FROM (" + now() + " - " + time + ")) * 1000000 AS bigint)";
  }

  @Override
  public String shareLock() {
    return " FOR SHARE";
  }

  @Override
  public String timeType() {
    return "timestamptz";
  }

  @Override
  public String idType() {
    return "uuid";
  }

  @Override
  public String idParameter() {
    return "CAST(? AS uuid)";
  }

  @Override
  public String textType() {
    return "text";
  }

  @Override
  public String countedType() {
    return "bigint GENERATED ALWAYS AS IDENTITY";
  }

  @Override
  public String endOfTable() {
    return ")";
  }

  @Override
  public String text(String expression) {
    return "CAST(" + expression + " AS text) COLLATE \"C\"";
  }

  @Override
  public String orAdd(String key, String table, String count) {
    return " ON CONFLICT ("
        + key
        + ") DO UPDATE SET anonymized_at = EXCLUDED.anonymized_at, "
        + "%2$s = %1$s.%2$s + EXCLUDED.%2$s".formatted(table, count);
  }

  @Override
  public String orReplace(String key, List<String> columns) {
    return columns.stream()
        .map("%1$s = EXCLUDED.%1$s"::formatted)
        .collect(Collectors.joining(", ", " ON CONFLICT (" + key + ") DO UPDATE SET ", ""));
  }

  @Override
  public Object bindable(Object value) {
    return value;
  }
}
