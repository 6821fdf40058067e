/** The lint against tables of statements, and against what real servers do. */
@NullMarked
package dev.persistence.migrate.lint;

import org.jspecify.annotations.NullMarked;
