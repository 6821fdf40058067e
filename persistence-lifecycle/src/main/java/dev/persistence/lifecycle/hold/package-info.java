/** Legal holds: rows that stay as they are until somebody releases them. */
@NullMarked
package dev.persistence.lifecycle.hold;

import org.jspecify.annotations.NullMarked;
