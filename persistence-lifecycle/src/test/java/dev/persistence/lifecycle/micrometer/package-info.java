/** Tests of the meters. */
@NullMarked
package dev.persistence.lifecycle.micrometer;

import org.jspecify.annotations.NullMarked;
