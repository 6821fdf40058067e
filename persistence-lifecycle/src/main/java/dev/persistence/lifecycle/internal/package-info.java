/** What every part of this library asks of rows: to be named, free of holds, and needed by none. */
@NullMarked
package dev.persistence.lifecycle.internal;

import org.jspecify.annotations.NullMarked;
