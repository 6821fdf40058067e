package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;

/**
 * A column that moves to another table, of whose rows one at most refers to each row of this one.
 *
 * @param id names the triggers; differs for everything that differs in them
 * @param key the column of the source that the target's rows refer to
 * @param referring the column of the target that does, unique
 * @param create whether a row of the target is created where a value has none to go to
 */
public record Moving(
    String id,
    Table source,
    Column column,
    Identifier key,
    Table target,
    Identifier referring,
    boolean create) {}
