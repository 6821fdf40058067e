/** Errors and time: the two things that every other package of the family uses. */
@NullMarked
package dev.persistence.core;

import org.jspecify.annotations.NullMarked;
