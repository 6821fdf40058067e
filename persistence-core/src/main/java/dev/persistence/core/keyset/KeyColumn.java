package dev.persistence.core.keyset;

import dev.persistence.core.sql.Identifier;

/**
 * A column of the key that a walk follows.
 *
 * @param parameter the placeholder that a value of the column is bound to
 */
record KeyColumn(Identifier name, KeyType type, String parameter) {}
