package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.FailureKind;
import dev.persistence.core.sql.Identifier;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.DualWrite;
import dev.persistence.migrate.internal.engine.Moving;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Table;
import dev.persistence.migrate.internal.lint.TypeText;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Expressions tried out on rows of now, and on NULLs, as triggers and the backfill will have them:
 * assigned to columns of the very type, those of a temporary table. So whatever does not fit is
 * known before anything is changed.
 */
final class Rehearsal {

  private static final int SAMPLE = 1_000;
  private static final Identifier SCRATCH = Identifier.of("zz_mig_rehearsal");
  private static final Identifier AGAIN = Identifier.of("zz_mig_again");
  private static final Identifier KEY = Identifier.of("zz_mig_key");

  private final Workbench workbench;
  private final Table table;
  private final String scratch;

  Rehearsal(Workbench workbench, Table table) {
    this.workbench = workbench;
    this.table = table;
    this.scratch = (isPostgreSql() ? "pg_temp." : "") + workbench.quote(SCRATCH);
  }

  private boolean isPostgreSql() {
    return workbench.engine().dialect().equals(Dialect.postgreSql());
  }

  /** Refuses a column whose type or default the database does not take, or not for free. */
  void column(Column column) throws SQLException {
    Optional<TypeText.Extra> extra = TypeText.extra(column.type(), !isPostgreSql());
    if (extra.isPresent()) {
      throw new Refusal(
          "column \"" + column.name() + "\": " + extra.get().why(), extra.get().recipe());
    }
    with(
        List.of(column),
        () -> {
          requireFree(column, "Take the type that is below it, and addCheck(name, condition)");
          if (column.defaultValue() != null) {
            run(
                insert(List.of(column)) + "VALUES (DEFAULT)",
                "the default of \"" + column.name() + "\"");
          }
        });
  }

  /** Refuses a copy of a column that the database does not add for free. */
  void copy(Column column) throws SQLException {
    if (isPostgreSql()) {
      String remedy = "Use changeType to the type that is below it, and addCheck(name, condition)";
      with(List.of(column.bare()), () -> requireFree(column, remedy));
    }
  }

  /**
   * Has the server itself tell whether rows are written anew for such a column. MySQL and MariaDB
   * are told in the statement not to, and refuse.
   */
  private void requireFree(Column column, String remedy) throws SQLException {
    if (!isPostgreSql()) {
      return;
    }
    String file = "SELECT pg_catalog.pg_relation_filenode('" + scratch + "'::regclass)";
    long before = Sql.number(workbench.connection(), file);
    String again = " ADD COLUMN " + workbench.quote(AGAIN) + " " + column.type();
    run("ALTER TABLE " + scratch + again, "column \"" + column.name() + "\"");
    if (Sql.number(workbench.connection(), file) != before) {
      throw new Refusal(
          "column \""
              + column.name()
              + "\": all rows would be written anew for \""
              + column.type()
              + "\" while readers and writers wait, as for a domain with a condition or a default"
              + " of its own",
          remedy);
    }
    Sql.run(
        workbench.connection(),
        "ALTER TABLE " + scratch + " DROP COLUMN " + workbench.quote(AGAIN));
  }

  /**
   * Refuses a type with a default: to the triggers that would be what a new version has written.
   */
  void withoutDefault(Column column) throws SQLException {
    if (!isPostgreSql()) {
      return;
    }
    Column bare = new Column(column.name(), column.type(), true, null, false, false, "");
    with(
        List.of(bare),
        () -> {
          run("INSERT INTO " + scratch + " DEFAULT VALUES", "column \"" + column.name() + "\"");
          if (Sql.number(workbench.connection(), "SELECT count(*) FROM " + scratch + given(column))
              > 0) {
            throw new Refusal(
                "column \""
                    + column.name()
                    + "\": \""
                    + column.type()
                    + "\" has a default, which rows of old versions would get in place of theirs",
                "ALTER DOMAIN … DROP DEFAULT before; or take the type that is below it");
          }
        });
  }

  private String given(Column column) {
    return " WHERE " + workbench.quote(column.name()) + " IS DISTINCT FROM NULL";
  }

  /** Refuses a condition of PostgreSQL that a query may have and a check may not. */
  void check(String condition) throws SQLException {
    Dialect dialect = workbench.engine().dialect();
    String alike = dialect.quote(table.name().name());
    String subject = "the condition";
    run("CREATE TEMPORARY TABLE " + alike + " (LIKE " + dialect.quote(table.name()) + ")", subject);
    try {
      run("ALTER TABLE pg_temp." + alike + " ADD CHECK (" + condition + ")", subject);
    } finally {
      clear("DROP TABLE pg_temp." + alike);
    }
  }

  /** Some pools end a session for what it was refused, and then there is nothing left to drop. */
  private void clear(String drop) throws SQLException {
    if (!workbench.connection().isClosed()) {
      Sql.run(workbench.connection(), drop);
    }
  }

  /** Refuses columns along which the database builds no such index. */
  void index(String kind, List<Column> columns) throws SQLException {
    List<Identifier> names = columns.stream().map(Column::name).toList();
    with(
        columns.stream().map(Column::bare).toList(),
        () ->
            run(
                "CREATE "
                    + kind
                    + " "
                    + workbench.quote(AGAIN)
                    + " ON "
                    + scratch
                    + " ("
                    + workbench.engine().dialect().quote(names)
                    + ")",
                "an index on " + names));
  }

  /**
   * Refuses an expression that is no value of the column in some row.
   *
   * @param none columns that hold NULL wherever it is asked for
   */
  void value(Column column, String expression, Set<Identifier> none) throws SQLException {
    with(
        List.of(column.bare()),
        () -> {
          String name = "the value of \"" + column.name() + "\"";
          String insert = insert(List.of(column)) + "SELECT (" + expression + ") FROM ";
          run(insert + source(none, "", SAMPLE), name);
          for (Set<Identifier> nulls : nulls(table.mentionedIn(expression), none)) {
            run(insert + source(nulls, "", 1), name + " where " + nulls + " is NULL");
          }
          new TriggerSight(workbench, table).require(name, expression, "");
        });
  }

  /** Refuses rows of a table that would be created for the values of another one and do not fit. */
  void created(Moving moving) throws SQLException {
    Dialect dialect = workbench.engine().dialect();
    String like = dialect.quote(table.name()) + " INCLUDING ALL)";
    String value = workbench.quote(moving.column().name());
    String subject = "a row of \"" + table.name() + "\" that is created";
    run("CREATE TEMPORARY TABLE " + workbench.quote(SCRATCH) + " (LIKE " + like, subject);
    try {
      run(
          "ALTER TABLE " + scratch + " ADD COLUMN " + value + " " + moving.column().type(),
          subject);
      String columns = "(" + workbench.quote(moving.referring()) + ", " + value + ")";
      String rows =
          "SELECT "
              + workbench.quote(moving.key())
              + ", "
              + value
              + " FROM "
              + dialect.quote(moving.source().name())
              + " WHERE "
              + value
              + " IS NOT NULL LIMIT "
              + SAMPLE;
      String twice = " ON CONFLICT (" + workbench.quote(moving.referring()) + ") DO NOTHING";
      run("INSERT INTO " + scratch + " " + columns + " " + rows + twice, subject);
    } finally {
      clear("DROP TABLE " + scratch);
    }
  }

  /** Refuses values of old columns that do not fit them, or that the new one cannot give. */
  void downs(DualWrite dualWrite) throws SQLException {
    if (dualWrite.downs().isEmpty()) {
      return;
    }
    String values =
        dualWrite.downs().values().stream()
            .map(down -> "(" + down + ")")
            .collect(Collectors.joining(", "));
    String subject = "the value of " + dualWrite.downs().keySet();
    List<Column> written = dualWrite.written().stream().map(Column::bare).toList();
    with(
        written,
        () -> {
          String filled = ups(dualWrite, Set.of());
          String insert = insert(written) + "SELECT " + values + " FROM ";
          run(insert + source(Set.of(), filled, SAMPLE), subject);
          for (String down : dualWrite.downs().values()) {
            new TriggerSight(workbench, table).require(subject, down, filled);
          }
          for (Set<Identifier> nulls : nulls(dualWrite.columns(), Set.of())) {
            run(
                insert + source(Set.of(), ups(dualWrite, nulls), 1),
                subject + " where " + quoted(nulls) + " is NULL");
          }
        });
  }

  private static String quoted(Set<Identifier> names) {
    return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(" and "));
  }

  /** The new columns as they follow from the old ones, but for some that are NULL. */
  private String ups(DualWrite dualWrite, Set<Identifier> nulls) {
    StringBuilder ups = new StringBuilder();
    for (DualWrite.Target target : dualWrite.targets()) {
      String up = workbench.engine().ddl().cast(target.up(), target.column());
      ups.append(", ")
          .append(nulls.contains(target.name()) ? "CASE WHEN 1 = 0 THEN " + up + " END" : up)
          .append(" AS ")
          .append(workbench.quote(target.name()));
    }
    return ups.toString();
  }

  /** Each column that may hold NULL by itself, and all of them. */
  private static List<Set<Identifier>> nulls(List<Column> columns, Set<Identifier> none) {
    Set<Identifier> all = new LinkedHashSet<>(none);
    List<Set<Identifier>> nulls = new ArrayList<>();
    for (Column column : columns) {
      if (column.nullable() && all.add(column.name())) {
        Set<Identifier> one = new LinkedHashSet<>(none);
        one.add(column.name());
        nulls.add(one);
      }
    }
    if (nulls.size() > 1) {
      nulls.add(all);
    }
    return nulls;
  }

  private String insert(List<Column> columns) {
    List<Identifier> names = columns.stream().map(Column::name).toList();
    return "INSERT INTO " + scratch + " (" + workbench.engine().dialect().quote(names) + ") ";
  }

  /** Rows of the table under its name, some columns of which are NULL. */
  private String source(Set<Identifier> nulls, String more, int rows) {
    String alias = workbench.quote(table.name().name());
    String columns =
        table.columns().stream()
            .map(column -> workbench.quote(column.name()))
            .map(
                name ->
                    isIn(nulls, name) ? "CASE WHEN 1 = 0 THEN " + name + " END AS " + name : name)
            .collect(Collectors.joining(", "));
    return "(SELECT "
        + columns
        + more
        + " FROM "
        + workbench.engine().dialect().quote(table.name())
        + " AS "
        + alias
        + " LIMIT "
        + rows
        + ") AS "
        + alias;
  }

  private boolean isIn(Set<Identifier> nulls, String quoted) {
    return nulls.stream().anyMatch(name -> workbench.quote(name).equals(quoted));
  }

  private interface Act {
    void run() throws SQLException;
  }

  private void with(List<Column> columns, Act act) throws SQLException {
    String definitions = columns.stream().map(this::definition).collect(Collectors.joining(", "));
    run(
        "CREATE TEMPORARY TABLE " + workbench.quote(SCRATCH) + " (" + definitions + key() + ")",
        columns.stream().map(column -> column.name() + " " + column.type()).toList().toString());
    try {
      act.run();
    } finally {
      clear((isPostgreSql() ? "DROP TABLE " : "DROP TEMPORARY TABLE ") + scratch);
    }
  }

  /** Without which some servers of MySQL and MariaDB are told to create no table. */
  private String key() {
    return isPostgreSql()
        ? ""
        : ", " + workbench.quote(KEY) + " smallint unsigned AUTO_INCREMENT PRIMARY KEY";
  }

  private String definition(Column column) {
    String defaultValue = column.defaultValue();
    return workbench.quote(column.name())
        + " "
        + column.type()
        + (column.nullable() ? " NULL" : " NOT NULL")
        + (defaultValue == null ? "" : " DEFAULT (" + defaultValue + ")");
  }

  private void run(String sql, String subject) throws SQLException {
    try {
      Sql.run(workbench.connection(), sql);
    } catch (SQLException failure) {
      FailureKind kind = workbench.engine().dialect().classify(failure);
      if (kind == FailureKind.CONNECTION_LOST) {
        throw failure;
      }
      if (kind == FailureKind.READ_ONLY) {
        throw new Refusal(
            "nothing can be tried out here: " + failure.getMessage(),
            "Connect to the primary, as a user whose transactions may write");
      }
      throw new Refusal(
          subject + " fails: " + failure.getMessage(),
          "Mend the type or the expression, so that there is a value for every row");
    }
  }
}
