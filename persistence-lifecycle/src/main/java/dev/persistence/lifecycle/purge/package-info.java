/** Removal of old rows for good, in short transactions beside those of the application. */
@NullMarked
package dev.persistence.lifecycle.purge;

import org.jspecify.annotations.NullMarked;
