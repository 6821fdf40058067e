package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.Sql;
import dev.persistence.migrate.internal.engine.Step;
import dev.persistence.migrate.internal.engine.Table;
import dev.persistence.migrate.internal.lint.Linter;
import dev.persistence.migrate.lint.Finding;
import dev.persistence.migrate.lint.LintedStatement;
import dev.persistence.migrate.lint.Rule;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The steps of a migration while they are collected. Not thread-safe. */
public final class Draft {

  /** A step and the tables that it locks, as far as anything is to be known of them. */
  public record Placed(Step step, List<TableName> tables) {}

  private static final int SAMPLE = 1_000;

  private final Workbench workbench;
  private final Map<Phase, List<Placed>> steps = new EnumMap<>(Phase.class);
  private final List<Touched> touched = new ArrayList<>();

  /** The columns of a table that the triggers of one operation read and write. */
  private record Touched(TableName table, Set<Identifier> read, Set<Identifier> written) {

    private boolean feeds(Touched other) {
      return table.equals(other.table) && !Collections.disjoint(written, other.read);
    }
  }

  private final Set<Place> gone = new HashSet<>();
  private final Map<TableName, List<Column>> gained = new HashMap<>();
  private final Map<TableName, Identifier> renamed = new HashMap<>();
  private final Set<TableName> dropped = new HashSet<>();

  /** One column of one table. */
  private record Place(TableName table, Identifier column) {}

  private final Map<String, List<String>> enumValues = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private @Nullable Linter linter;

  public Draft(Workbench workbench) {
    this.workbench = workbench;
  }

  public Workbench workbench() {
    return workbench;
  }

  /**
   * Notes what the triggers of an operation read and write.
   *
   * @throws Refusal if they would have to run before or after those of another operation
   */
  void touch(TableName table, Set<Identifier> read, Set<Identifier> written) {
    Touched mine = new Touched(table, read, written);
    for (Touched other : touched) {
      if (mine.feeds(other) || other.feeds(mine)) {
        throw new Refusal(
            "two of its changes on \""
                + table
                + "\" write what the other one reads: "
                + written
                + " and "
                + other.written,
            "Put them into migrations of their own, one after the other");
      }
    }
    touched.add(mine);
  }

  /**
   * Notes columns that expand adds.
   *
   * @throws Refusal if the table has those of another one
   */
  void gains(TableName table, List<Column> columns) throws SQLException {
    if (!workbench.engine().catalog().takesColumns(workbench.connection(), table)) {
      throw new Refusal(
          "\"" + table + "\" is a partition or of a type, and has the columns of that alone",
          "Migrate the partitioned table; make a table of a type NOT OF it before");
    }
    gained.computeIfAbsent(table, none -> new ArrayList<>()).addAll(columns);
  }

  /** Notes columns that contract drops. */
  void loses(TableName table, List<Identifier> columns) {
    columns.forEach(column -> gone.add(new Place(table, column)));
  }

  /** Notes the name that contract gives a table. */
  void renames(TableName table, Identifier to) {
    renamed.put(table, to);
  }

  /** Notes a table that contract drops. */
  void drops(TableName table) {
    dropped.add(table);
  }

  /** Returns the tables of which both versions know different columns or names, in order. */
  Set<TableName> different() {
    Set<TableName> different = new TreeSet<>(Comparator.comparing(TableName::toString));
    gone.forEach(place -> different.add(place.table()));
    different.addAll(gained.keySet());
    different.addAll(renamed.keySet());
    return different;
  }

  /** Returns these, and the tables that only the old version knows. */
  Set<TableName> seenOtherwise() {
    Set<TableName> seen = different();
    seen.addAll(dropped);
    return seen;
  }

  /** Returns the name by which new versions know the table. */
  Identifier newName(TableName table) {
    return renamed.getOrDefault(table, table.name());
  }

  /** Returns the table as it is for new versions, after the operations before. */
  Table asNew(Table table) {
    List<Column> columns = new ArrayList<>(table.columns());
    columns.removeIf(column -> gone.contains(new Place(table.name(), column.name())));
    columns.addAll(gained.getOrDefault(table.name(), List.of()));
    return table.withColumns(columns);
  }

  /** Notes a value of an enum, and returns all that its column's type will have by then. */
  List<String> addEnumValue(TableName table, Identifier column, List<String> now, String value) {
    List<String> values =
        enumValues.computeIfAbsent(table + "." + column, none -> new ArrayList<>(now));
    values.add(value);
    return List.copyOf(values);
  }

  /** Tells whether an operation before adds the column. */
  boolean adds(TableName table, Identifier column) {
    return touched.stream()
        .anyMatch(one -> one.table.equals(table) && one.written.contains(column));
  }

  /**
   * Asks the database to work out a query on rows of now, so that what is wrong in an expression is
   * known before anything is changed.
   */
  void tryOut(String query) throws SQLException {
    try {
      Sql.run(workbench.connection(), query + " LIMIT " + SAMPLE);
    } catch (SQLException failure) {
      throw new Refusal(
          "an expression fails: " + failure.getMessage(),
          "Mend it, so that it gives a value for every row");
    }
  }

  /**
   * Asks a server that has to be told how a table may be changed, by an empty copy of each.
   *
   * @throws Refusal if it would refuse a step
   */
  public void tryOutOnCopies() throws SQLException {
    if (!workbench.engine().dialect().equals(Dialect.postgreSql())) {
      new EmptyCopies(workbench).tryOut(steps);
    }
  }

  /**
   * Looks at a statement that somebody else has written. In the contract phase no old version of
   * the application is left that it could break.
   *
   * @throws Refusal if it is dangerous and no comment in it allows that
   */
  void lint(Phase phase, String statement) throws SQLException {
    Linter known = linter;
    if (known == null) {
      known = Linter.of(workbench.connection());
      linter = known;
    }
    for (LintedStatement linted : known.text("", statement, true)) {
      for (Finding finding : linted.findings()) {
        boolean meant = phase == Phase.CONTRACT && finding.rule().hazard() == Rule.Hazard.BREAKS;
        if (finding.isDangerous() && !meant) {
          throw new Refusal(
              "the lint says of \"" + linted.sql() + "\": " + finding.rule() + ", " + finding.why(),
              finding.recipe()
                  + "; or allow it in the statement: /* lint:allow "
                  + finding.rule()
                  + " and the reason */");
        }
        if (!meant) {
          findings.add(finding);
        }
      }
    }
  }

  /** Returns what the lint could not tell. */
  public List<Finding> findings() {
    return findings;
  }

  /** Adds steps about a table, null for none, behind those of the phase so far. */
  public void add(Phase phase, @Nullable TableName table, List<Step> more) {
    addAcross(phase, table == null ? List.of() : List.of(table), more);
  }

  /** Adds steps that lock several tables behind those of the phase so far. */
  void addAcross(Phase phase, List<TableName> tables, List<Step> more) {
    more.forEach(step -> of(phase).add(new Placed(step, tables)));
  }

  /** Adds a step before those of the phase so far: undoing goes backwards. */
  public void addFirst(Phase phase, @Nullable TableName table, Step step) {
    addFirstAcross(phase, table == null ? List.of() : List.of(table), step);
  }

  /** Adds a step that locks several tables before those of the phase so far. */
  void addFirstAcross(Phase phase, List<TableName> tables, Step step) {
    of(phase).add(0, new Placed(step, tables));
  }

  private List<Placed> of(Phase phase) {
    return steps.computeIfAbsent(phase, none -> new ArrayList<>());
  }

  /** Returns the steps of each phase, in their order. */
  public Map<Phase, List<Placed>> steps() {
    return steps;
  }
}
