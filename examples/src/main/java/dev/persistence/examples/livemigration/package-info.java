/** A column replaced by another one while old and new versions of an application write to it. */
@NullMarked
package dev.persistence.examples.livemigration;

import org.jspecify.annotations.NullMarked;
