package dev.persistence.testkit.postgres;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * Takes out of a fresh data folder what a server makes anew by itself, so that every node copies a
 * third less.
 *
 * <p>Gone are the free space and visibility maps, and all log segments but the last that was
 * written: it holds the checkpoint of the shutdown, from which the server starts. The others are
 * older, or empty ones kept for reuse, whose first page still bears the address of its former life.
 */
final class TemplateDiet {

  private static final int SEGMENT_BYTES = 1 << 20;
  private static final int NAME_LENGTH = 24;
  private static final int PAGE_HEADER_BYTES = 16;
  private static final int ADDRESS_OFFSET = 8;

  private TemplateDiet() {}

  /** Slims the data folder of a server that was never started. */
  static void apply(Path data) throws IOException {
    for (Path file : files(data.resolve("base"))) {
      String name = String.valueOf(file.getFileName());
      if (name.endsWith("_fsm") || name.endsWith("_vm")) {
        Files.delete(file);
      }
    }
    List<Path> segments =
        files(data.resolve("pg_wal")).stream()
            .filter(file -> String.valueOf(file.getFileName()).length() == NAME_LENGTH)
            .sorted(Comparator.reverseOrder())
            .toList();
    boolean lastFound = false;
    for (Path segment : segments) {
      if (!lastFound && isWritten(segment)) {
        lastFound = true;
      } else {
        Files.delete(segment);
      }
    }
    if (!lastFound) {
      throw new IOException("no log segment in " + data + " bears its own address");
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** Compares the address in the first page with the one that the name stands for. */
  private static boolean isWritten(Path segment) throws IOException {
    String name = String.valueOf(segment.getFileName());
    long address =
        (Long.parseLong(name.substring(8, 16), 16) << 32)
            + Long.parseLong(name.substring(16), 16) * SEGMENT_BYTES;
    byte[] header = new byte[PAGE_HEADER_BYTES];
    try (DataInputStream in = new DataInputStream(Files.newInputStream(segment))) {
      in.readFully(header);
    }
    return ByteBuffer.wrap(header).order(ByteOrder.nativeOrder()).getLong(ADDRESS_OFFSET)
        == address;
  }
}
