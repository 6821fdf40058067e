package dev.persistence.routing.internal;

import dev.persistence.routing.Position;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in PostgreSQL's write-ahead log, printed as the server prints it.
 *
 * @param value bytes since the start of the log
 */
record LogPosition(long value) implements Position {

  private static final Pattern TEXT = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");
  private static final int PAGE = 8192;
  private static final int SHORT_HEADER = 24;
  private static final int LONG_HEADER = 40;

  /**
   * Returns the position without a page header that nothing follows yet.
   *
   * <p>At the end of a page the server's insert position lies behind the header of the next one,
   * which no replica replays until a record stands there: a replica that has everything would look
   * late. The first page of a segment has the long header. See {@code XLogPageHeaderData} in
   * PostgreSQL's {@code xlog_internal.h}.
   */
  static LogPosition normalized(long value, long segmentSize) {
    boolean firstPage = value % segmentSize < PAGE;
    int header = firstPage ? LONG_HEADER : SHORT_HEADER;
    return new LogPosition(value % PAGE == header ? value - header : value);
  }

  static LogPosition parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "position is not a log sequence number; allowed: two hexadecimal numbers such as"
              + " 0/16B3748");
    }
    long high = Long.parseLong(matcher.group(1), 16);
    return new LogPosition(high << 32 | Long.parseLong(matcher.group(2), 16));
  }

  @Override
  public boolean covers(Position other) {
    return other instanceof LogPosition that && Long.compareUnsigned(value, that.value) >= 0;
  }

  @Override
  public Position merge(Position other) {
    if (!(other instanceof LogPosition that)) {
      throw new IllegalArgumentException("position is " + other + "; allowed: a LogPosition");
    }
    return covers(that) ? this : that;
  }

  @Override
  public String text() {
    return String.format(Locale.ROOT, "%X/%X", value >>> 32, value & 0xFFFFFFFFL);
  }

  /** Written out: the one that a record gets is made at run time, while a first read waits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof LogPosition that && value == that.value;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(value);
  }
}
