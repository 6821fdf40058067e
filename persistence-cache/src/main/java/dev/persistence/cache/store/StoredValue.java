package dev.persistence.cache.store;

/**
 * A value as a store has it. The bytes are not copied: nobody changes them.
 *
 * @param frame what was stored
 * @param ageMillis the time since then, by the store's clock
 * @param stamp tells this value from its predecessors
 * @param expired whether {@link StoreSpace#expire} was called since then
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by nobody; a copy would cost on every hit.
public record StoredValue(byte[] frame, long ageMillis, long stamp, boolean expired) {}
