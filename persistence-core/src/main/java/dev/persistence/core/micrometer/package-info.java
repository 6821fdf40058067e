/** What lets Micrometer's context propagation carry sessions and read scopes. */
@NullMarked
package dev.persistence.core.micrometer;

import org.jspecify.annotations.NullMarked;
