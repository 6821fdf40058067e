package dev.persistence.routing.internal.gtid;

import dev.persistence.routing.Position;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A set of MySQL's global transaction ids: for each source, and tag since MySQL 8.3, the numbers of
 * its transactions. Immutable.
 *
 * <p>Its {@link #text()} is shorter than the server's, which {@link #parse} reads too: a source's
 * UUID takes 22 characters of base 64 there.
 */
final class GtidSet implements Position {

  static final GtidSet EMPTY = new GtidSet(new TreeMap<>());

  private static final String NOTHING = "-";

  private final SortedMap<GtidSource, GtidIntervals> sources;

  private GtidSet(SortedMap<GtidSource, GtidIntervals> sources) {
    this.sources = sources;
  }

  /** Returns the set of one source's transactions from the first one on. */
  static GtidSet upTo(GtidSource source, long last) {
    TreeMap<GtidSource, GtidIntervals> sources = new TreeMap<>();
    sources.put(source, GtidIntervals.of(1, last));
    return new GtidSet(sources);
  }

  /**
   * Reads what the server prints, or what {@link #text()} wrote.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static GtidSet parse(String text) {
    if (text.isBlank() || text.equals(NOTHING)) {
      return EMPTY;
    }
    TreeMap<GtidSource, GtidIntervals> sources = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      parseSource(part.strip(), sources);
    }
    return new GtidSet(sources);
  }

  private static void parseSource(String part, Map<GtidSource, GtidIntervals> into) {
    String[] words = part.split(":", -1);
    GtidSource source = GtidSource.parse(words[0]);
    boolean empty = true;
    for (int i = 1; i < words.length; i++) {
      String word = words[i].strip();
      if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
        into.merge(source, interval(word), GtidIntervals::merge);
        empty = false;
      } else {
        source = source.tagged(word);
      }
    }
    if (empty) {
      throw unreadable(null);
    }
  }

  private static GtidIntervals interval(String word) {
    int dash = word.indexOf('-');
    try {
      long first = Long.parseLong(dash < 0 ? word : word.substring(0, dash));
      long last = dash < 0 ? first : Long.parseLong(word.substring(dash + 1));
      return GtidIntervals.of(first, last);
    } catch (NumberFormatException e) {
      throw unreadable(e);
    }
  }

  static IllegalArgumentException unreadable(@Nullable Throwable cause) {
    return new IllegalArgumentException(
        "position is not a GTID set; allowed: sources with intervals such as"
            + " 3E11FA47-71CA-11E1-9E33-C80AA9429562:1-5:11",
        cause);
  }

  @Override
  public boolean covers(Position other) {
    if (!(other instanceof GtidSet that)) {
      return false;
    }
    for (Map.Entry<GtidSource, GtidIntervals> wanted : that.sources.entrySet()) {
      GtidIntervals mine = sources.get(wanted.getKey());
      if (mine == null || !mine.covers(wanted.getValue())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Position merge(Position other) {
    if (!(other instanceof GtidSet that)) {
      throw new IllegalArgumentException("position is " + other + "; allowed: a GTID set");
    }
    TreeMap<GtidSource, GtidIntervals> merged = new TreeMap<>(sources);
    that.sources.forEach(
        (source, intervals) -> merged.merge(source, intervals, GtidIntervals::merge));
    return new GtidSet(merged);
  }

  /** Tells whether some transaction carries a tag. */
  boolean hasTags() {
    return sources.keySet().stream().anyMatch(source -> !source.tag().isEmpty());
  }

  Set<GtidSource> sources() {
    return Collections.unmodifiableSet(sources.keySet());
  }

  /** Returns the highest number of one of the {@link #sources()}. */
  long last(GtidSource source) {
    return Objects.requireNonNull(sources.get(source)).last();
  }

  @Override
  public String text() {
    return print(true);
  }

  /** Returns it as the server prints it. */
  @Override
  public String toString() {
    return print(false);
  }

  private String print(boolean compact) {
    StringBuilder text = new StringBuilder();
    sources.forEach(
        (source, intervals) ->
            text.append(text.isEmpty() ? "" : ",")
                .append(compact ? source.compact() : source.toString())
                .append(':')
                .append(intervals));
    return text.isEmpty() ? NOTHING : text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GtidSet that && sources.equals(that.sources);
  }

  @Override
  public int hashCode() {
    return sources.hashCode();
  }
}
