/** Personal values replaced by others that say nothing of a person. */
@NullMarked
package dev.persistence.lifecycle.anonymize;

import org.jspecify.annotations.NullMarked;
