package dev.persistence.cache.internal.behind;

import dev.persistence.cache.log.WriteLog;

/**
 * A log, how its entries are read, and how its feeder is woken.
 *
 * @param wake makes the feeder look at once
 */
record LogSource<K, V>(WriteLog log, Bytes<K, V> bytes, Runnable wake) {}
