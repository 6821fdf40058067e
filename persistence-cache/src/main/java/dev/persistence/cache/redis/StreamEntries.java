package dev.persistence.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.persistence.cache.log.LogEntry;
import dev.persistence.cache.log.LogPosition;
import dev.persistence.cache.log.LogRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Entries, positions and numbers as a {@link StreamScript} takes and returns them. */
final class StreamEntries {

  private StreamEntries() {}

  /** Returns what {@link StreamScript#APPEND} takes. */
  static List<byte[]> arguments(List<LogEntry> entries) {
    List<byte[]> arguments = new ArrayList<>();
    for (LogEntry entry : entries) {
      byte[] payload = entry.payload();
      arguments.add(bytes(entry.key()));
      arguments.add(number(entry.firstSeen().toEpochMilli()));
      arguments.add(number(payload == null ? 0 : 1));
      arguments.add(payload == null ? new byte[0] : payload);
    }
    return arguments;
  }

  static List<byte[]> ids(Collection<LogPosition> positions) {
    return positions.stream().map(position -> bytes(position.toString())).toList();
  }

  static List<LogPosition> positions(List<Object> ids) {
    return ids.stream().map(StreamEntries::position).toList();
  }

  /** Returns what stands behind the position in an answer of a script that reads. */
  static List<LogRecord> records(List<Object> answer) {
    List<LogRecord> records = new ArrayList<>();
    for (Object each : (List<?>) answer.get(1)) {
      List<?> entry = (List<?>) each;
      records.add(new LogRecord(position(entry.get(0)), entry((List<?>) entry.get(1))));
    }
    return records;
  }

  /** Returns null for what is none of ours. */
  private static @Nullable LogEntry entry(@Nullable List<?> fields) {
    byte[] key = null;
    byte[] payload = null;
    Instant firstSeen = null;
    for (int i = 0; fields != null && i + 1 < fields.size(); i += 2) {
      byte[] value = (byte[]) fields.get(i + 1);
      switch (text(fields.get(i))) {
        case "k" -> key = value;
        case "p" -> payload = value;
        case "t" -> firstSeen = instant(text(value));
        default -> {
          return null;
        }
      }
    }
    return key == null || firstSeen == null ? null : new LogEntry(text(key), payload, firstSeen);
  }

  private static @Nullable Instant instant(String millis) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(millis));
    } catch (NumberFormatException foreign) {
      return null;
    }
  }

  private static LogPosition position(Object id) {
    String[] parts = text(id).split("-", 2);
    return new LogPosition(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  static byte[] number(long value) {
    return bytes(Long.toString(value));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static String text(Object bytes) {
    return new String((byte[]) bytes, UTF_8);
  }
}
