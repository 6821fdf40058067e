/** The examples of the documents, compiled. */
@NullMarked
package dev.persistence.examples;

import org.jspecify.annotations.NullMarked;
