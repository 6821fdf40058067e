/** Tests of removal, on each engine. */
@NullMarked
package dev.persistence.lifecycle.purge;

import org.jspecify.annotations.NullMarked;
