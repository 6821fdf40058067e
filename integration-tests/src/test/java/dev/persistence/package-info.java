/** Rules that hold for the whole repository: its architecture, its sources and its documents. */
@NullMarked
package dev.persistence;

import org.jspecify.annotations.NullMarked;
