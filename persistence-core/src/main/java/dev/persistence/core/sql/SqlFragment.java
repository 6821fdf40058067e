package dev.persistence.core.sql;

import dev.persistence.core.Arguments;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of SQL text together with the values of its placeholders.
 *
 * <pre>{@code
 * SqlFragment old = SqlFragment.of(dialect.quote(createdAt) + " < ?", cutoff);
 * try (PreparedStatement delete =
 *     connection.prepareStatement("DELETE FROM " + dialect.quote(table) + " WHERE " + old.sql())) {
 *   old.bind(delete, 1);
 *   delete.executeUpdate();
 * }
 * }</pre>
 *
 * <p>The text is the caller's responsibility: names in it come from {@link Dialect#quote}, values
 * are always placeholders. {@link #toString()} shows the text and never a value. Immutable as far
 * as the values are.
 *
 * @param sql text with one {@code ?} for each value
 * @param values in the order of the placeholders; null binds NULL
 */
public record SqlFragment(String sql, List<@Nullable Object> values) {

  public SqlFragment {
    Arguments.notBlank("sql", sql);
    values = Collections.unmodifiableList(new ArrayList<>(Arguments.notNull("values", values)));
  }

  /** Returns a fragment of this text and these values. */
  public static SqlFragment of(String sql, @Nullable Object... values) {
    return new SqlFragment(sql, Arrays.asList(Arguments.notNull("values", values)));
  }

  /** Returns the condition that both conditions hold. */
  public SqlFragment and(SqlFragment other) {
    List<@Nullable Object> both = new ArrayList<>(values);
    both.addAll(Arguments.notNull("other", other).values);
    return new SqlFragment("(" + sql + ") AND (" + other.sql + ")", both);
  }

  /** Returns this fragment with text around it that has no placeholders of its own. */
  public SqlFragment within(String before, String after) {
    return new SqlFragment(
        Arguments.notNull("before", before) + sql + Arguments.notNull("after", after), values);
  }

  /**
   * Binds the values to the placeholders from the given one on.
   *
   * @param first index of the fragment's first placeholder in the statement; the first of all is 1
   * @return the index behind the last placeholder of the fragment
   */
  public int bind(PreparedStatement statement, int first) throws SQLException {
    int index = first;
    for (Object value : values) {
      statement.setObject(index++, value);
    }
    return index;
  }

  @Override
  public String toString() {
    return sql;
  }
}
