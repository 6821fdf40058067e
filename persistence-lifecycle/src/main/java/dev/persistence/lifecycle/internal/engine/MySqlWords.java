package dev.persistence.lifecycle.internal.engine;

import dev.persistence.core.sql.Dialect;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;

/** MySQL and MariaDB. Deletions are dated in UTC, since sessions differ in their time zones. */
final class MySqlWords extends Words {

  /** By code points, and without a pad: to utf8mb4_bin a text and one with blanks are alike. */
  private final String collation;

  MySqlWords(Dialect dialect) {
    super(dialect);
    this.collation = dialect.equals(Dialect.mariaDb()) ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
  }

  @Override
  public String now() {
    return "UTC_TIMESTAMP(6)";
  }

  @Override
  public String ago() {
    return "(UTC_TIMESTAMP(6) - INTERVAL ? MICROSECOND)";
  }

  @Override
  public String microsSince(String time) {
    return "TIMESTAMPDIFF(MICROSECOND, " + time + ", " + now() + ")";
  }

  /** In the one spelling that both products know. */
  @Override
  public String shareLock() {
    return " LOCK IN SHARE MODE";
  }

  @Override
  public String timeType() {
    return "datetime(6)";
  }

  @Override
  public String idType() {
    return "char(36) CHARACTER SET ascii COLLATE ascii_bin";
  }

  @Override
  public String idParameter() {
    return "?";
  }

  @Override
  public String textType() {
    return "mediumtext";
  }

  @Override
  public String countedType() {
    return "bigint AUTO_INCREMENT";
  }

  @Override
  public String endOfTable() {
    return ") CHARACTER SET utf8mb4 COLLATE " + collation;
  }

  @Override
  public String text(String expression) {
    return "CONVERT(CAST(" + expression + " AS CHAR) USING utf8mb4) COLLATE " + collation;
  }

  @Override
  public String orAdd(String key, String table, String count) {
    return " ON DUPLICATE KEY UPDATE anonymized_at = VALUES(anonymized_at), "
        + "%1$s = %1$s + VALUES(%1$s)".formatted(count);
  }

  @Override
  public String orReplace(String key, List<String> columns) {
    return columns.stream()
        .map("%1$s = VALUES(%1$s)"::formatted)
        .collect(Collectors.joining(", ", " ON DUPLICATE KEY UPDATE ", ""));
  }

  /** A point in time goes as text, since a driver may have been told to cut off its fraction. */
  @Override
  public Object bindable(Object value) {
    return value instanceof LocalDateTime time ? time.toString().replace('T', ' ') : value;
  }
}
