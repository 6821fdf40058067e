/** A retention job by a schedule, on one node of many; needs db-scheduler. */
@NullMarked
package dev.persistence.lifecycle.scheduler;

import org.jspecify.annotations.NullMarked;
