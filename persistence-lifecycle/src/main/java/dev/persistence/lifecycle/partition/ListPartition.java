package dev.persistence.lifecycle.partition;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A partition of a table by lists of values.
 *
 * @param values as the database writes them; none if it takes what no other one does
 * @param takesNull whether it takes rows without a value
 * @param isDefault whether it takes what no other one does
 */
public record ListPartition(
    TableName name, List<String> values, boolean takesNull, boolean isDefault) {

  private static final Pattern VALUE = Pattern.compile("'((?:[^']|'')*)'|([^,\\s]+)");
  private static final String IN = "FOR VALUES IN (";

  public ListPartition {
    Arguments.notNull("name", name);
    values = Arguments.listOf("values", values);
  }

  static ListPartition of(PartitionBound bound) {
    if (bound.isDefault()) {
      return new ListPartition(bound.name(), List.of(), false, true);
    }
    List<String> values = new ArrayList<>();
    boolean takesNull = false;
    String list = bound.expression();
    Matcher value = VALUE.matcher(list.substring(IN.length(), list.length() - 1));
    while (value.find()) {
      String quoted = value.group(1);
      if (quoted == null) {
        boolean isNull = value.group(2).equals("NULL");
        takesNull |= isNull;
        if (!isNull) {
          values.add(value.group(2));
        }
      } else {
        values.add(quoted.replace("''", "'"));
      }
    }
    return new ListPartition(bound.name(), values, takesNull, false);
  }
}
