package dev.persistence.cache.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a load takes before it begins so that its values can be stored: the name of its leases, and
 * the generations of that moment. Immutable.
 *
 * @param token names the leases, and tells by its end of which generations they are
 * @param generations under which the values are stored, or not at all if one is over by then
 */
record Claim(String token, Map<String, Long> generations) {

  private static final char END = '@';
  private static final String NEXT = ".";

  /** Returns a claim whose token begins with the name, which is never used again. */
  static Claim of(String name, Map<String, Long> generations) {
    return new Claim(name + END + String.join(NEXT, numbers(generations)), generations);
  }

  /**
   * Tells whether a lease is of other generations: what is loaded under it can be of no use, since
   * all values or those of a tag were given up meanwhile.
   */
  boolean outlives(String lease) {
    int end = lease.lastIndexOf(END);
    if (end < 0) {
      return false;
    }
    List<String> mine = numbers(generations);
    List<String> theirs = List.of(lease.substring(end + 1).split("\\" + NEXT, -1));
    int common = Math.min(mine.size(), theirs.size()); // Not all nodes need have tags.
    return !mine.subList(0, common).equals(theirs.subList(0, common));
  }

  private static List<String> numbers(Map<String, Long> generations) {
    List<String> numbers = new ArrayList<>();
    for (String name : List.of(Generations.SPACE, Generations.ANY_TAG)) {
      Long number = generations.get(name);
      if (number != null) {
        numbers.add(Long.toHexString(number));
      }
    }
    return numbers;
  }
}
