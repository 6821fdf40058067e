/** Tests of masks, on each engine. */
@NullMarked
package dev.persistence.lifecycle.anonymize;

import org.jspecify.annotations.NullMarked;
