/** Where acknowledged writes are kept until they have reached the database. */
@NullMarked
package dev.persistence.cache.log;

import org.jspecify.annotations.NullMarked;
