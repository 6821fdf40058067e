/** Real MySQL servers of Oracle's make, single or with replicas, started from an archive. */
@NullMarked
package dev.persistence.testkit.mysql;

import org.jspecify.annotations.NullMarked;
