/** Tests of legal holds, on each engine. */
@NullMarked
package dev.persistence.lifecycle.hold;

import org.jspecify.annotations.NullMarked;
