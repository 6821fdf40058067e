/** A primary and its replicas behind one {@link javax.sql.DataSource}, with read-your-writes. */
@NullMarked
package dev.persistence.routing;

import org.jspecify.annotations.NullMarked;
