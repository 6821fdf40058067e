/** What differs between databases for the life of data, and statements in one line each. */
@NullMarked
package dev.persistence.lifecycle.internal.engine;

import org.jspecify.annotations.NullMarked;
