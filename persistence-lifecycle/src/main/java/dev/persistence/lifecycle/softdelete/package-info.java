/** Deletes that can be undone, and the removal of what was deleted so. */
@NullMarked
package dev.persistence.lifecycle.softdelete;

import org.jspecify.annotations.NullMarked;
