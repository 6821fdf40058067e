/** How a server process is unpacked, started, signalled, and cleaned up after. */
@NullMarked
package dev.persistence.testkit.internal;

import org.jspecify.annotations.NullMarked;
