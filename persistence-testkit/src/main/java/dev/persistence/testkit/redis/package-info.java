/** Real Redis servers, started from Maven artifacts. */
@NullMarked
package dev.persistence.testkit.redis;

import org.jspecify.annotations.NullMarked;
