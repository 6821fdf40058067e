/** Values as JSON or Smile, of a type that is known from the declaration. */
@NullMarked
package dev.persistence.cache.json;

import org.jspecify.annotations.NullMarked;
