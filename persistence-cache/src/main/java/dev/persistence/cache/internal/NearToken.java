package dev.persistence.cache.internal;

/**
 * What the near tier knew of an id before something was read for it: if any of it is another by
 * then, what was read may be old. Immutable.
 *
 * @param stripe of the id in {@link Stamps}
 * @param stamp the count of that stripe
 * @param epoch how often the whole tier was emptied
 * @param tagEpoch how often a tag was invalidated
 */
record NearToken(int stripe, int stamp, int epoch, int tagEpoch) {}
