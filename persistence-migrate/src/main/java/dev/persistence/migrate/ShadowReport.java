package dev.persistence.migrate;

import java.util.List;

/**
 * What a {@link ShadowRead} has seen since it began. Immutable.
 *
 * @param compared answers that both queries gave
 * @param differed those among them that were not the same
 * @param failed comparisons in which a query failed
 * @param dropped comparisons for which there was no room
 * @param maskedKeys of answers that differed, a hundred at most
 */
public record ShadowReport(
    long compared, long differed, long failed, long dropped, List<String> maskedKeys) {}
