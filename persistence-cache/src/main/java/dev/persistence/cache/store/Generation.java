package dev.persistence.cache.store;

/**
 * What tells values that were stored before a change of many from those stored after it.
 *
 * @param number never the same again for one name
 * @param ageMillis the time since {@link StoreSpace#renew} began it, by the store's clock; {@link
 *     Long#MAX_VALUE} if it began because none was there
 */
public record Generation(long number, long ageMillis) {}
