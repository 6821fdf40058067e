package dev.persistence.lifecycle;

import dev.persistence.core.sql.Identifier;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An index as the database's catalog has it, be it that of a key or not.
 *
 * @param columns in the order of the index; of an index over expressions those that it reads
 * @param predicate which rows it holds, in the database's words, or null for all of them
 * @param plain whether its parts are whole columns, and not expressions or the beginnings of texts
 */
public record TableIndex(
    Identifier name,
    List<Identifier> columns,
    boolean unique,
    @Nullable String predicate,
    boolean plain) {

  public TableIndex {
    columns = List.copyOf(columns);
  }

  /** Tells whether the index finds the rows with given values of these columns, in any order. */
  public boolean finds(List<Identifier> wanted) {
    Set<Identifier> first =
        new HashSet<>(columns.subList(0, Math.min(columns.size(), wanted.size())));
    return plain && predicate == null && first.equals(new HashSet<>(wanted));
  }
}
