package dev.persistence.lifecycle.hold;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order that data stay as they are, until it is released.
 *
 * @param table of the row that is held; null if all rows of a subject are
 */
public record LegalHold(UUID id, @Nullable String table, String reason, String placedBy) {}
