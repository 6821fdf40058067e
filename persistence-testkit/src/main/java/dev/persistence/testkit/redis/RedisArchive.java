package dev.persistence.testkit.redis;

import dev.persistence.core.Explanation;
import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.internal.Archives;
import dev.persistence.testkit.internal.BinaryCache;
import dev.persistence.testkit.internal.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The programs of Redis in the artifact {@code embedded-redis} on the class path. */
final class RedisArchive {

  private static final String ARTIFACT = "com.github.codemonstur:embedded-redis:1.4.4";

  private static final Map<String, String> PROGRAMS =
      Map.of(
          "linux-x86_64", "redis-server-6.2.6-v5-linux-amd64",
          "linux-arm64", "redis-server-6.2.7-linux-arm64",
          "darwin-x86_64", "redis-server-6.2.6-v5-darwin-amd64",
          "darwin-arm64", "redis-server-6.2.6-v5-darwin-arm64");

  private RedisArchive() {}

  /** Returns the program, unpacking it on first use. */
  static Path program() {
    return program(Platform.current());
  }

  static Path program(Platform platform) {
    String name = PROGRAMS.get(platform.toString());
    if (name == null) {
      throw unavailable("the artifact holds programs for " + supported() + ", this is " + platform);
    }
    try {
      List<URL> found = Archives.onClassPath(name);
      if (found.isEmpty()) {
        throw unavailable(name + " is not on the class path");
      }
      return BinaryCache.ofThisMachine()
          .folder(name, target -> unpack(found.get(0), target.resolve(name)))
          .resolve(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> supported() {
    return PROGRAMS.keySet().stream().sorted().toList();
  }

  private static void unpack(URL source, Path program) throws IOException {
    try (InputStream content = source.openStream()) {
      Files.copy(content, program);
    }
    Archives.executable(program);
  }

  private static BackendUnavailableException unavailable(String why) {
    return new BackendUnavailableException(
        new Explanation(
            "There is no Redis server for these tests",
            why,
            "On one of those platforms add the artifact " + ARTIFACT + " to the test class path"),
        null);
  }
}
