/** The life of data: soft delete, restore, purge, legal holds and anonymization over a catalog. */
@NullMarked
package dev.persistence.lifecycle;

import org.jspecify.annotations.NullMarked;
