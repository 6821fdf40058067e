package dev.persistence.cache.log;

import org.jspecify.annotations.Nullable;

/**
 * An entry with its position.
 *
 * @param position where it stands
 * @param entry null if what stands there is no entry that this log could have written
 */
public record LogRecord(LogPosition position, @Nullable LogEntry entry) {}
