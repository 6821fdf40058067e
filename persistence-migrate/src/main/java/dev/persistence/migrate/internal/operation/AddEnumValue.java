package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.core.sql.TableName;
import dev.persistence.migrate.Phase;
import dev.persistence.migrate.internal.engine.Column;
import dev.persistence.migrate.internal.engine.LockTaken;
import dev.persistence.migrate.internal.engine.Step;
import dev.persistence.migrate.internal.engine.Table;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a column hold one more value, the last of its enum. No database takes one back without
 * writing the table anew, so an abort leaves it.
 */
public record AddEnumValue(TableName table, Identifier column, String value) implements Operation {

  /**
   * As many as fit into the byte in which MySQL keeps a value; one more, and it copies all rows.
   */
  private static final int ONE_BYTE = 255;

  private static final int LONGEST_LABEL = 63;

  @Override
  public String describe() {
    return "add enum value " + table + "." + column + " " + value;
  }

  @Override
  public void plan(Draft draft) throws SQLException {
    Workbench workbench = draft.workbench();
    Table found = workbench.table(table);
    Column old = Workbench.column(found, column);
    List<String> now = workbench.engine().catalog().enumValues(workbench.connection(), found, old);
    if (now.isEmpty()) {
      throw new Refusal(
          "column \"" + column + "\" is a " + old.type() + " and no enum",
          "Name a column of an enum's type; a check takes other values by a migration of its own");
    }
    draft.touch(found.name(), Set.of(column), Set.of());
    if (now.contains(value)) {
      return; // Left by a run that was aborted, or added by hand.
    }
    List<String> values = draft.addEnumValue(found.name(), column, now, value);
    requireRoom(workbench, values);
    Step add = workbench.engine().ddl().addEnumValue(found, old, values);
    draft.add(Phase.EXPAND, found.name(), List.of(add));
    String name = "leave value '" + value + "' in " + column + ", which nothing takes back";
    draft.addFirst(Phase.ABORT, found.name(), Step.together(name, LockTaken.NONE, List.of()));
  }

  private void requireRoom(Workbench workbench, List<String> values) {
    boolean postgreSql = workbench.engine().dialect().equals(Dialect.postgreSql());
    if (!postgreSql && values.size() == ONE_BYTE + 1) {
      throw new Refusal(
          "\""
              + column
              + "\" has "
              + ONE_BYTE
              + " values; with one more each takes two bytes,"
              + " which copies the table while writers wait",
          "Replace the column by one of another type: changeType");
    }
    if (postgreSql && value.getBytes(StandardCharsets.UTF_8).length > LONGEST_LABEL) {
      throw new Refusal(
          "PostgreSQL takes no value of an enum that is longer than " + LONGEST_LABEL + " bytes",
          "Shorten it");
    }
  }

  /** Rows that old versions cannot read. */
  @Override
  public Optional<Loss> loss(Workbench workbench) throws SQLException {
    Table found = workbench.table(table);
    Column held = Workbench.column(found, column);
    String condition = workbench.engine().ddl().holds(held, value);
    return Optional.of(new Loss(found, column.name(), condition));
  }
}
