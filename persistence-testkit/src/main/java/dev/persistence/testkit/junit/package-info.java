/** Annotations that give a JUnit test class the real servers it needs. */
@NullMarked
package dev.persistence.testkit.junit;

import org.jspecify.annotations.NullMarked;
