package dev.persistence.lifecycle.partition;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.TableName;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A partition of a table by hash: it takes rows whose key's hash leaves this remainder.
 *
 * @param modulus by which the hash is divided
 */
public record HashPartition(TableName name, int modulus, int remainder) {

  private static final Pattern WITH =
      Pattern.compile("FOR VALUES WITH \\(modulus (\\d+), remainder (\\d+)\\)");

  public HashPartition {
    Arguments.notNull("name", name);
  }

  static HashPartition of(PartitionBound bound) {
    Matcher with = WITH.matcher(bound.expression());
    if (!with.matches()) {
      throw new IllegalStateException("no partition by hash: " + bound.expression());
    }
    return new HashPartition(
        bound.name(), Integer.parseInt(with.group(1)), Integer.parseInt(with.group(2)));
  }

  boolean overlaps(int otherModulus, int otherRemainder) {
    int common = BigInteger.valueOf(modulus).gcd(BigInteger.valueOf(otherModulus)).intValueExact();
    return remainder % common == otherRemainder % common;
  }
}
