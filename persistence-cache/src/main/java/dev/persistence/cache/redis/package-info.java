/** A shared store on Redis: stand-alone, behind Sentinels, or a Cluster. */
@NullMarked
package dev.persistence.cache.redis;

import org.jspecify.annotations.NullMarked;
