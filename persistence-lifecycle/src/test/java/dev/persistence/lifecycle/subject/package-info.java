/** Tests of erasures, on each engine. */
@NullMarked
package dev.persistence.lifecycle.subject;

import org.jspecify.annotations.NullMarked;
