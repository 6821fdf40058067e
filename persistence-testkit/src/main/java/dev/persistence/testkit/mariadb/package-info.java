/** Real MariaDB servers, single or with replicas, started from Maven artifacts. */
@NullMarked
package dev.persistence.testkit.mariadb;

import org.jspecify.annotations.NullMarked;
