package dev.persistence.testkit.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * Folders that are made once per machine and then only read: unpacked binaries and prepared data.
 *
 * <p>A folder appears under its final name by one atomic rename when it is complete, so that JVMs
 * which race for it all get a whole one and a crash leaves none behind. One that has lost files
 * since, as temporary folders do over a holiday, is made again. Thread-safe.
 */
public final class BinaryCache {

  /**
   * Fills an empty folder; the key under which it is asked for must name all that it depends on.
   */
  @FunctionalInterface
  public interface Filler {
    void fill(Path emptyFolder) throws IOException;
  }

  /** The file that tells how many others the folder had when it was complete. */
  private static final String INVENTORY = ".files";

  private final Path binaries;
  private final ProcessLedger ledger;

  private BinaryCache(Path binaries, ProcessLedger ledger) {
    this.binaries = binaries;
    this.ledger = ledger;
  }

  /** Returns the cache of this machine and user. */
  public static BinaryCache ofThisMachine() {
    ProcessLedger ledger = ProcessLedger.ofThisJvm();
    return new BinaryCache(ledger.cacheFolder().resolve("binaries"), ledger);
  }

  /**
   * Returns the folder of that name, filling it first if this machine does not have it yet.
   *
   * @param key a file name such as {@code postgres-18.6.0-linux-x86_64}
   */
  public Path folder(String key, Filler filler) {
    Path wanted = binaries.resolve(key);
    if (isWhole(wanted)) {
      return wanted;
    }
    Path workshop = ledger.newFolderInCache("unpack");
    Path draft = workshop.resolve(key);
    try {
      Files.createDirectories(binaries);
      Files.createDirectory(draft);
      filler.fill(draft);
      Files.writeString(draft.resolve(INVENTORY), Long.toString(files(draft)));
      if (!isWhole(wanted)) {
        moveAway(wanted, workshop);
        publish(draft, wanted);
      }
      return wanted;
    } catch (IOException failure) {
      throw new UncheckedIOException("filling " + wanted, failure);
    } finally {
      Folders.delete(workshop);
    }
  }

  private static boolean isWhole(Path folder) {
    try {
      long expected = Long.parseLong(Files.readString(folder.resolve(INVENTORY)));
      return files(folder) == expected + 1;
    } catch (IOException | UncheckedIOException | NumberFormatException incomplete) {
      return false;
    }
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(path -> !Files.isDirectory(path)).count();
    }
  }

  private static void moveAway(Path broken, Path workshop) throws IOException {
    try {
      Files.move(broken, workshop.resolve("broken"), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException none) {
      // It was never made, or another JVM was faster.
    }
  }

  private static void publish(Path draft, Path wanted) throws IOException {
    try {
      Files.move(draft, wanted, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException rivalWasFaster) {
      if (!Files.isDirectory(wanted)) {
        throw rivalWasFaster;
      }
    }
  }
}
