package dev.persistence.core.consistency;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a position inside a token: a kind, then what it says.
 *
 * <p>A log sequence number such as {@code 16/B374D848} takes 8 bytes. In text made of decimal
 * numbers, server ids and punctuation, as in sets of transaction ids, a number takes its bytes and
 * one more, a server id 17 and a punctuation mark one. Anything else stays text. A kind is used
 * only where it gives back the very same text, so nothing depends on how an engine prints.
 */
final class PositionPacking {

  private static final byte UNKNOWN = 0;
  private static final byte TEXT = 1;
  private static final byte LOG_SEQUENCE_NUMBER = 2;
  private static final byte NUMBERS = 3;

  private static final int UUID_TEXT = 36;
  private static final int MOST_DIGITS = 18;

  /** Items of {@link #NUMBERS} above ASCII: a number of 1 to 8 bytes, or a UUID. */
  private static final int NUMBER_MARK = 0x80;

  private static final int UUID_MARK = 0x90;

  private PositionPacking() {}

  /** Returns a short form, or that of an unknown position if it takes more than so much. */
  static byte[] pack(String position, int mostBytes) {
    byte[] packed = position.equals(ConsistencyToken.UNKNOWN_POSITION) ? null : packed(position);
    return packed == null || packed.length > mostBytes ? new byte[] {UNKNOWN} : packed;
  }

  private static byte[] packed(String position) {
    byte[] number = logSequenceNumber(position);
    if (number != null) {
      return number;
    }
    byte[] numbers = numbers(position);
    byte[] text = position.getBytes(StandardCharsets.UTF_8);
    return numbers != null && numbers.length <= text.length
        ? numbers
        : ByteBuffer.allocate(1 + text.length).put(TEXT).put(text).array();
  }

  /**
   * Returns the position in the rest of the buffer.
   *
   * @throws IllegalArgumentException if it is none
   */
  static String unpack(ByteBuffer packed) {
    try {
      byte kind = packed.get();
      String position =
          switch (kind) {
            case UNKNOWN -> ConsistencyToken.UNKNOWN_POSITION;
            case TEXT -> StandardCharsets.UTF_8.decode(packed).toString();
            case LOG_SEQUENCE_NUMBER -> logSequenceNumber(packed.getLong());
            case NUMBERS -> numbers(packed);
            default -> throw new IllegalArgumentException("position of kind " + kind);
          };
      if (packed.hasRemaining()) {
        throw new IllegalArgumentException("bytes after the position");
      }
      return position;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("position without an end", e);
    }
  }

  private static byte @Nullable [] logSequenceNumber(String position) {
    int slash = position.indexOf('/');
    if (slash < 1 || slash > 8 || position.length() > slash + 9) {
      return null;
    }
    try {
      long high = Long.parseLong(position, 0, slash, 16);
      long low = Long.parseLong(position, slash + 1, position.length(), 16);
      long value = (high << 32) | low;
      return logSequenceNumber(value).equals(position)
          ? ByteBuffer.allocate(9).put(LOG_SEQUENCE_NUMBER).putLong(value).array()
          : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static String logSequenceNumber(long value) {
    String high = Long.toHexString(value >>> 32);
    return (high + '/' + Long.toHexString(value & 0xFFFFFFFFL)).toUpperCase(Locale.ROOT);
  }

  private static byte @Nullable [] numbers(String position) {
    ByteBuffer packed = ByteBuffer.allocate(1 + 2 * position.length()).put(NUMBERS);
    int at = 0;
    while (at < position.length()) {
      int end = endOfUuid(position, at);
      if (end > at) {
        UUID uuid = UUID.fromString(position.substring(at, end));
        packed.put((byte) UUID_MARK);
        packed.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
      } else if (isDigit(position.charAt(at))) {
        end = endOfNumber(position, at);
        putNumber(packed, Long.parseLong(position, at, end, 10));
      } else if (position.charAt(at) < NUMBER_MARK) {
        end = at + 1;
        packed.put((byte) position.charAt(at));
      } else {
        return null;
      }
      at = end;
    }
    return Arrays.copyOf(packed.array(), packed.position());
  }

  /** Returns the end of the lower-case UUID that starts here, or where it would have started. */
  private static int endOfUuid(String text, int start) {
    int end = start + UUID_TEXT;
    if (end > text.length()) {
      return start;
    }
    for (int i = start; i < end; i++) {
      char each = text.charAt(i);
      int offset = i - start;
      boolean dash = offset == 8 || offset == 13 || offset == 18 || offset == 23;
      if (dash ? each != '-' : !isDigit(each) && (each < 'a' || each > 'f')) {
        return start;
      }
    }
    return end;
  }

  /** Returns the end of a number that prints as it is: at most 18 digits, and no leading zero. */
  private static int endOfNumber(String text, int start) {
    int end = start + 1;
    boolean zero = text.charAt(start) == '0';
    while (!zero && end < text.length() && end < start + MOST_DIGITS && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static void putNumber(ByteBuffer packed, long value) {
    int bytes = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 7) / 8);
    packed.put((byte) (NUMBER_MARK + bytes));
    for (int i = bytes - 1; i >= 0; i--) {
      packed.put((byte) (value >>> (8 * i)));
    }
  }

  private static String numbers(ByteBuffer packed) {
    StringBuilder text = new StringBuilder();
    while (packed.hasRemaining()) {
      int item = packed.get() & 0xFF;
      if (item == UUID_MARK) {
        text.append(new UUID(packed.getLong(), packed.getLong()));
      } else if (item < NUMBER_MARK) {
        text.append((char) item);
      } else if (item <= NUMBER_MARK + Long.BYTES) {
        long value = 0;
        for (int i = item - NUMBER_MARK; i > 0; i--) {
          value = (value << 8) | (packed.get() & 0xFF);
        }
        text.append(value);
      } else {
        throw new IllegalArgumentException("item " + item);
      }
    }
    return text.toString();
  }
}
