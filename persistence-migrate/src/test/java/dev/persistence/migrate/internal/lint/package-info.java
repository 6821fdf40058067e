/** Tests of what the lint reads of a text. */
@NullMarked
package dev.persistence.migrate.internal.lint;

import org.jspecify.annotations.NullMarked;
