/** Who has agreed to what, and since when. */
@NullMarked
package dev.persistence.lifecycle.consent;

import org.jspecify.annotations.NullMarked;
