/** Faults on demand: of the network between client and server, and of a data source. */
@NullMarked
package dev.persistence.testkit.fault;

import org.jspecify.annotations.NullMarked;
