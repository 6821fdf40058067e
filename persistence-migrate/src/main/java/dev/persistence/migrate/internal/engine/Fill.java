package dev.persistence.migrate.internal.engine;

import dev.persistence.core.sql.Identifier;

/**
 * A column that gets a value, by a trigger, wherever a writer leaves NULL.
 *
 * @param id names the triggers; differs for everything that differs in them
 * @param value SQL text over the other columns
 */
public record Fill(String id, Table table, Identifier column, String value) {}
