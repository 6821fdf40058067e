package dev.persistence.lifecycle.softdelete;

import dev.persistence.core.Explanation;
import dev.persistence.lifecycle.LifecycleException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A deletion cannot be restored as things are; nothing was changed. */
public final class RestoreConflictException extends LifecycleException {

  private static final long serialVersionUID = 1L;

  private final transient List<RestoreConflict> conflicts;

  RestoreConflictException(UUID id, List<RestoreConflict> conflicts, @Nullable Throwable cause) {
    super(
        new Explanation(
            "The deletion " + id + " cannot be restored",
            conflicts.isEmpty()
                ? "a unique key refused a row"
                : String.join("; ", conflicts.stream().map(RestoreConflict::toString).toList()),
            "Restore the parents' deletions first, and give up the values that were taken again;"
                + " restoreRest brings back what is left of rows that are gone"),
        cause);
    this.conflicts = List.copyOf(conflicts);
  }

  /** Returns what is in the way; empty if only the database's own refusal tells. */
  public List<RestoreConflict> conflicts() {
    return conflicts;
  }
}
