@NullMarked
package dev.persistence.benchmarks.database;

import org.jspecify.annotations.NullMarked;
