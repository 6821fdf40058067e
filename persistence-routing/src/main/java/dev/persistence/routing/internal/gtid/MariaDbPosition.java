package dev.persistence.routing.internal.gtid;

import dev.persistence.routing.Position;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What MariaDB's replication has reached while one server was the primary: for each domain, the
 * last transaction. Immutable.
 *
 * <p>Within a domain transactions follow one another, so the last one stands for all before it. A
 * number alone does not say which history it belongs to: after a failover the new primary reuses
 * numbers that the old one had given to transactions which were lost. So numbers are compared if
 * one server has given both; and what the present primary has written comes after everything that
 * it has inherited. Anything else may be another history and is not covered.
 *
 * <p>Positions under different primaries have nothing to do with each other: their merge is a
 * position that no node reaches.
 */
final class MariaDbPosition implements Position {

  /** Covers everything, and is covered by nothing else. */
  static final MariaDbPosition UNREACHABLE = new MariaDbPosition(-1, new TreeMap<>());

  private static final Pattern TEXT = Pattern.compile("(-1|\\d{1,10})/(.*)");
  private static final Pattern GTID = Pattern.compile("(\\d{1,10})-(\\d{1,10})-(\\d{1,19})");

  /** A transaction's id. */
  record Gtid(long domain, long server, long number) {

    /** Reads the server's text for one; null if it is none. */
    static @Nullable Gtid parse(String text) {
      Matcher matcher = GTID.matcher(text.strip());
      return matcher.matches()
          ? new Gtid(
              Long.parseLong(matcher.group(1)),
              Long.parseLong(matcher.group(2)),
              Long.parseLong(matcher.group(3)))
          : null;
    }
  }

  /**
   * A domain's last transaction.
   *
   * @param server the id of the server that wrote it
   * @param number its number
   */
  record Last(long server, long number) {

    /** Tells whether this comes at or after the other in the history of the primary. */
    private boolean covers(Last other, long primary) {
      return server == other.server
          ? number >= other.number
          : server == primary && number > other.number;
    }

    private Last merge(Last other, long primary) {
      if (covers(other, primary)) {
        return this;
      }
      if (other.covers(this, primary)) {
        return other;
      }
      return new Last(primary, Math.max(number, other.number) + 1);
    }
  }

  private final long primary;
  private final SortedMap<Long, Last> domains;

  private MariaDbPosition(long primary, SortedMap<Long, Last> domains) {
    this.primary = primary;
    this.domains = domains;
  }

  /**
   * Reads a list of GTIDs as the server prints it.
   *
   * @param primary the id of the primary
   */
  static MariaDbPosition of(long primary, String gtids) {
    TreeMap<Long, Last> domains = new TreeMap<>();
    if (!gtids.isBlank()) {
      for (String text : gtids.split(",", -1)) {
        Gtid gtid = Gtid.parse(text);
        if (gtid == null) {
          throw unreadable();
        }
        domains.put(gtid.domain(), new Last(gtid.server(), gtid.number()));
      }
    }
    return new MariaDbPosition(primary, domains);
  }

  /** Reads what {@link #text()} wrote. */
  static MariaDbPosition parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw unreadable();
    }
    MariaDbPosition read = of(Long.parseLong(matcher.group(1)), matcher.group(2));
    return read.primary < 0 ? UNREACHABLE : read;
  }

  private static IllegalArgumentException unreadable() {
    return new IllegalArgumentException(
        "position is not a list of GTIDs under a primary; allowed: text such as 2/0-2-103,1-1-7");
  }

  /** Returns the later one for each domain, whoever wrote it. */
  MariaDbPosition later(MariaDbPosition other) {
    TreeMap<Long, Last> later = new TreeMap<>(domains);
    other.domains.forEach(
        (domain, last) -> later.merge(domain, last, (a, b) -> a.number() >= b.number() ? a : b));
    return new MariaDbPosition(primary, later);
  }

  /** Returns the only domain in use, or -1 if there are more or none. */
  long onlyDomain() {
    return domains.size() == 1 ? domains.firstKey() : -1;
  }

  @Override
  public boolean covers(Position other) {
    if (!(other instanceof MariaDbPosition that)) {
      return false;
    }
    if (primary != that.primary) {
      return primary == UNREACHABLE.primary;
    }
    for (Map.Entry<Long, Last> wanted : that.domains.entrySet()) {
      Last mine = domains.get(wanted.getKey());
      if (mine == null || !mine.covers(wanted.getValue(), primary)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Position merge(Position other) {
    if (!(other instanceof MariaDbPosition that)) {
      throw new IllegalArgumentException("position is " + other + "; allowed: one of MariaDB");
    }
    if (primary != that.primary) {
      return UNREACHABLE;
    }
    TreeMap<Long, Last> merged = new TreeMap<>(domains);
    that.domains.forEach(
        (domain, last) -> merged.merge(domain, last, (a, b) -> a.merge(b, primary)));
    return new MariaDbPosition(primary, merged);
  }

  @Override
  public String text() {
    StringBuilder text = new StringBuilder().append(primary).append('/');
    String separator = "";
    for (Map.Entry<Long, Last> domain : domains.entrySet()) {
      Last last = domain.getValue();
      text.append(separator).append(domain.getKey()).append('-');
      text.append(last.server()).append('-').append(last.number());
      separator = ",";
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MariaDbPosition that
        && primary == that.primary
        && domains.equals(that.domains);
  }

  @Override
  public int hashCode() {
    return domains.hashCode() * 31 + Long.hashCode(primary);
  }

  @Override
  public String toString() {
    return text();
  }
}
