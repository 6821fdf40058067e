/** Tests of the life of data on real servers. */
@NullMarked
package dev.persistence.lifecycle;

import org.jspecify.annotations.NullMarked;
