/** What others offer for the same task, configured as their own documentation says. */
@NullMarked
package dev.persistence.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
