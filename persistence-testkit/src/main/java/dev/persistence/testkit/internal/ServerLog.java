package dev.persistence.testkit.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file that a server writes its log to, read for failure messages. */
final class ServerLog {

  private static final int TAIL_LINES = 25;

  private final Path file;
  private long launchedAt;

  ServerLog(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** Remembers where the log of the next launch begins. */
  void markLaunch() throws IOException {
    launchedAt = Files.exists(file) ? Files.size(file) : 0;
  }

  /** Returns what was logged since the last launch. */
  String sinceLaunch() {
    try {
      byte[] all = Files.readAllBytes(file);
      int from = (int) Math.min(launchedAt, all.length);
      return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "(no log: " + unreadable + ")";
    }
  }

  /** Returns the last lines of the last launch. */
  String tail() {
    List<String> lines = sinceLaunch().lines().toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
  }
}
