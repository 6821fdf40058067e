package dev.persistence.testkit.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/**
 * Where this user's testkit keeps anything on this machine.
 *
 * <p>The cache has {@code binaries/} with unpacked servers and prepared data folders for every
 * later run, and {@code run/} with one folder per living JVM, see {@link ProcessLedger}. The system
 * property {@code persistence.testkit.cache} moves it; the default is a folder under {@code
 * java.io.tmpdir} named with the user and the version of this layout.
 *
 * <p>The data of running servers lives in {@code run/} too, or in memory under {@code /dev/shm}
 * when that is roomy and the property does not say otherwise: file systems make files slowly where
 * many were deleted a moment ago, which is what clusters that come and go do.
 *
 * <p>A folder that another user owns is refused, since programs are started from it.
 */
final class CacheFolder {

  static final String PROPERTY = "persistence.testkit.cache";

  private static final int LAYOUT_VERSION = 2;
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final long ROOMY_BYTES = 4L << 30;

  private CacheFolder() {}

  /** Returns the cache, which exists and belongs to this user. */
  static Path open() {
    String chosen = System.getProperty(PROPERTY, "");
    Path folder =
        chosen.isBlank() ? Path.of(System.getProperty("java.io.tmpdir"), name()) : Path.of(chosen);
    return prepared(folder.toAbsolutePath());
  }

  /** Returns the folder for the data of running servers. */
  static Path openData(Path cache) {
    boolean chosen = !System.getProperty(PROPERTY, "").isBlank();
    return !chosen && isRoomy(MEMORY) ? prepared(MEMORY.resolve(name())) : cache;
  }

  private static boolean isRoomy(Path folder) {
    try {
      return Files.isWritable(folder) && Files.getFileStore(folder).getUsableSpace() >= ROOMY_BYTES;
    } catch (IOException absent) {
      return false;
    }
  }

  private static String name() {
    return "persistence-testkit-" + System.getProperty("user.name") + "-v" + LAYOUT_VERSION;
  }

  static Path prepared(Path folder) {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder);
        if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
          Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
      }
      Path probe = Files.createTempFile(folder, "owner", null);
      boolean ours =
          Files.getOwner(probe).equals(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS));
      Files.delete(probe);
      if (!ours) {
        throw unusable(folder, "another user owns it", null);
      }
      return folder;
    } catch (IOException failure) {
      throw unusable(folder, String.valueOf(failure), failure);
    }
  }

  private static PersistenceException unusable(
      Path folder, String why, @Nullable IOException cause) {
    return new PersistenceException(
        new Explanation(
            "The cache folder " + folder + " of the testkit cannot be used",
            why,
            "Point the system property " + PROPERTY + " to a folder of your own"),
        cause);
  }
}
