/** Erasure of all that is known of one person, and the proof of it. */
@NullMarked
package dev.persistence.lifecycle.subject;

import org.jspecify.annotations.NullMarked;
