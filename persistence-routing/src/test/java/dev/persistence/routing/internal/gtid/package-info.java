/** Tests of the positions of MySQL and MariaDB. */
@NullMarked
package dev.persistence.routing.internal.gtid;

import org.jspecify.annotations.NullMarked;
