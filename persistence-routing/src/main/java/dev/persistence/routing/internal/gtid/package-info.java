/** How MySQL and MariaDB tell their positions: by global transaction ids. */
@NullMarked
package dev.persistence.routing.internal.gtid;

import org.jspecify.annotations.NullMarked;
