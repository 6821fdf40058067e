package dev.persistence.lifecycle.subject;

import dev.persistence.core.Arguments;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * A file that tells whose erasure was begun, so that it can be done again in a database that was
 * restored from an older copy. It belongs on another disk than the databases, and in other backups.
 *
 * <p>Each line has the id of a request, the keyed hash of its subject, a time, the policy and a
 * check, and nothing else. A line is on the disk before the first row is touched; one that was torn
 * by a crash is passed over, since nothing was erased by it. Nothing is ever taken out.
 *
 * <p>Immutable and thread-safe, several processes included on one local file system; blocks for the
 * disk.
 */
public final class ErasureLedger {

  private static final Pattern LINE =
      Pattern.compile("(([0-9a-f-]{36}) ([0-9a-f]{64}) \\S+ .+) ([0-9a-f]{8})");

  private final Path file;

  private ErasureLedger(Path file) {
    this.file = file;
  }

  /** Returns the ledger in this file, which is made with the first entry. */
  public static ErasureLedger in(Path file) {
    return new ErasureLedger(Arguments.notNull("file", file));
  }

  /** Adds an entry, and returns once it is on the disk. */
  void add(ErasureOrder order, Instant at) throws IOException {
    String entry = order.request() + " " + order.hash() + " " + at + " " + order.policy();
    // Between two line ends, so that one torn before it does not take this one along.
    String line = "\n" + entry + " " + check(entry) + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
    boolean isNew = Files.notExists(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (isNew && folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static String check(String entry) {
    CRC32 crc = new CRC32();
    crc.update(entry.getBytes(StandardCharsets.UTF_8));
    return "%08x".formatted(crc.getValue());
  }

  /**
   * What the file has.
   *
   * @param subjects the hashes
   * @param unreadable how many lines are torn or damaged
   */
  record Content(Set<String> subjects, long unreadable) {

    Content {
      subjects = Set.copyOf(subjects);
    }
  }

  /** Reads the file; one that is not there is empty. */
  Content read() throws IOException {
    Set<String> subjects = new HashSet<>();
    long unreadable = 0;
    if (Files.notExists(file)) {
      return new Content(subjects, 0);
    }
    // Bytes of a torn line may be no text; in this encoding all are, and the check tells.
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      for (String raw = lines.readLine(); raw != null; raw = lines.readLine()) {
        String line = new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        Matcher parts = LINE.matcher(line);
        if (parts.matches() && check(parts.group(1)).equals(parts.group(4))) {
          subjects.add(parts.group(3));
        } else if (!line.isEmpty()) {
          unreadable++;
        }
      }
    }
    return new Content(subjects, unreadable);
  }
}
