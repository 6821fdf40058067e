package dev.persistence.lifecycle.anonymize;

import dev.persistence.core.sql.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well rows hide in groups of rows that are alike.
 *
 * @param rows how many there are
 * @param groups how many groups of equal quasi-identifiers
 * @param k the size of the smallest group; 0 without rows
 * @param l by sensitive column, how many different values the group has that has the fewest; NULL
 *     counts as one
 */
public record AnonymityReport(long rows, long groups, long k, Map<Identifier, Long> l) {

  public AnonymityReport {
    l = Map.copyOf(new LinkedHashMap<>(l));
  }

  /**
   * Returns what is to be said against publishing the rows; empty if nothing.
   *
   * @param least below which a group is too small, such as 5
   * @param leastDifferent below which a group tells the value of a sensitive column, such as 2
   */
  public List<String> warnings(int least, int leastDifferent) {
    List<String> warnings = new ArrayList<>();
    if (rows > 0 && k < least) {
      warnings.add("a group has " + k + " rows, fewer than " + least);
    }
    l.forEach(
        (column, different) -> {
          if (rows > 0 && different < leastDifferent) {
            warnings.add(
                "a group has "
                    + different
                    + " different values of \""
                    + column
                    + "\", fewer than "
                    + leastDifferent
                    + (different == 1 ? ": who is in it has this value" : ""));
          }
        });
    return List.copyOf(warnings);
  }
}
