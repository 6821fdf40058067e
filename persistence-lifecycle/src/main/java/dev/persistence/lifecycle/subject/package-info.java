/**
 * Erasure of all that is known of one person, and the proof of it; export of all rows of a person
 * or a tenant.
 */
@NullMarked
package dev.persistence.lifecycle.subject;

import org.jspecify.annotations.NullMarked;
