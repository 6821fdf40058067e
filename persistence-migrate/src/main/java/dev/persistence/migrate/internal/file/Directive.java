package dev.persistence.migrate.internal.file;

/**
 * One thing that a file says, in whatever format.
 *
 * @param word what it is, as {@code add-column}
 * @param rest what it is about: words, an expression, or the statements of a phase
 * @param place where it stands, for messages
 */
record Directive(String word, String rest, String place) {}
