/** Properties of what carries consistency from one process to another. */
@NullMarked
package dev.persistence.core.consistency;

import org.jspecify.annotations.NullMarked;
