/** What MariaDB and MySQL have in common: servers steered by SQL, replication by GTID. */
@NullMarked
package dev.persistence.testkit.internal.gtid;

import org.jspecify.annotations.NullMarked;
