package dev.persistence.migrate.internal.operation;

import dev.persistence.core.sql.Identifier;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A new column as it was asked for.
 *
 * @param up its value over the old columns; null if it follows from nothing
 * @param downs values of old columns over it
 * @param defaultValue SQL text, null for none
 */
public record ColumnSpec(
    Identifier name,
    String type,
    boolean notNull,
    @Nullable String up,
    Map<Identifier, String> downs,
    @Nullable String defaultValue) {

  public ColumnSpec {
    downs = new LinkedHashMap<>(downs);
  }
}
