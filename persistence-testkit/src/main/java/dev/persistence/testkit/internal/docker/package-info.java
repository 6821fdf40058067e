/** Containers instead of local processes, when a system property asks for them. */
@NullMarked
package dev.persistence.testkit.internal.docker;

import org.jspecify.annotations.NullMarked;
