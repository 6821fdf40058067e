package dev.persistence.testkit.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Folders that are made once per machine and then only read: unpacked binaries and prepared data.
 *
 * <p>A folder appears under its final name by one atomic rename when it is complete, so that JVMs
 * which race for it all get a whole one and a crash leaves none behind. Thread-safe.
 */
public final class BinaryCache {

  /**
   * Fills an empty folder; the key under which it is asked for must name all that it depends on.
   */
  @FunctionalInterface
  public interface Filler {
    void fill(Path emptyFolder) throws IOException;
  }

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
    if (Files.isDirectory(wanted)) {
      return wanted;
    }
    Path workshop = ledger.newFolderInCache("unpack");
    Path draft = workshop.resolve(key);
    try {
      Files.createDirectories(binaries);
      Files.createDirectory(draft);
      filler.fill(draft);
      publish(draft, wanted);
      return wanted;
    } catch (IOException failure) {
      throw new UncheckedIOException("filling " + wanted, failure);
    } finally {
      Folders.delete(workshop);
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
