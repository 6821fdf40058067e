package dev.persistence.testkit.internal;

import dev.persistence.core.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this JVM started and must not leave behind: a folder {@code run/<pid>-<start>} in the cache,
 * with a file {@code processes} that has the pid and start time of each server, and a folder of the
 * same name for their data.
 *
 * <p>A shutdown hook kills the processes and deletes the folders. When the JVM itself is killed,
 * the next one that opens a ledger does it: it sweeps every folder whose owner is dead, and kills a
 * recorded process only if its start time is the recorded one, so that a reused pid is safe.
 * Thread-safe.
 */
public final class ProcessLedger {

  static final String PROCESSES = "processes";

  private static final Logger LOG = LoggerFactory.getLogger(ProcessLedger.class);

  private final Path cacheFolder;
  private final Path ownFolder;
  private final Path ownData;
  private final Set<ProcessHandle> processes = ConcurrentHashMap.newKeySet();
  private final AtomicInteger folders = new AtomicInteger();
  private volatile boolean closed;

  /**
   * The one ledger of this JVM, or why there is none: a failed class initializer would tell it only
   * the first time.
   */
  private record Opening(@Nullable ProcessLedger ledger, @Nullable PersistenceException failure) {

    private static final Opening OF_THIS_JVM = attempt();

    private static Opening attempt() {
      try {
        return new Opening(open(CacheFolder.open()), null);
      } catch (PersistenceException failure) {
        return new Opening(null, failure);
      }
    }
  }

  private ProcessLedger(Path cacheFolder, Path dataFolder) {
    String owner = ProcessIdentity.of(ProcessHandle.current()).toString();
    this.cacheFolder = cacheFolder;
    this.ownFolder = runFolder(cacheFolder).resolve(owner);
    this.ownData = runFolder(dataFolder).resolve(owner);
  }

  /**
   * Returns the ledger of this JVM; the first call sweeps what dead JVMs left behind.
   *
   * @throws PersistenceException if the cache folder cannot be used
   */
  public static ProcessLedger ofThisJvm() {
    Opening opening = Opening.OF_THIS_JVM;
    if (opening.failure() != null) {
      throw new PersistenceException(
          Objects.requireNonNull(opening.failure().explanation()), opening.failure());
    }
    return Objects.requireNonNull(opening.ledger());
  }

  private static ProcessLedger open(Path cacheFolder) {
    Path dataFolder = CacheFolder.openData(cacheFolder);
    sweep(runFolder(cacheFolder));
    sweep(runFolder(dataFolder));
    ProcessLedger ledger = new ProcessLedger(cacheFolder, dataFolder);
    Runtime.getRuntime().addShutdownHook(new Thread(ledger::close, "persistence-testkit-cleanup"));
    return ledger;
  }

  Path cacheFolder() {
    return cacheFolder;
  }

  /** Creates a folder for a server's data, which ends with this JVM at the latest. */
  public Path newFolder(String name) {
    return newFolder(ownData, name);
  }

  /** Creates such a folder within the cache, from where a rename into the cache is atomic. */
  Path newFolderInCache(String name) {
    return newFolder(ownFolder, name);
  }

  private Path newFolder(Path parent, String name) {
    try {
      return Files.createDirectories(parent.resolve(folders.incrementAndGet() + "-" + name));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Remembers a process that was just started. */
  void record(ProcessHandle process) {
    processes.add(process);
    try {
      Files.createDirectories(ownFolder);
      Files.writeString(
          ownFolder.resolve(PROCESSES),
          ProcessIdentity.of(process) + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    if (closed) {
      new ProcessTree(process).kill();
    }
  }

  /** Drops a process that has ended; its line in the file is harmless. */
  void forget(ProcessHandle process) {
    processes.remove(process);
  }

  private void close() {
    closed = true;
    processes.forEach(ProcessLedger::killQuietly);
    Folders.delete(ownData);
    Folders.delete(ownFolder);
  }

  private static void killQuietly(ProcessHandle process) {
    try {
      new ProcessTree(process).kill();
    } catch (PersistenceException failure) {
      LOG.warn("Process {} could not be killed; the others are", process.pid(), failure);
    }
  }

  private static Path runFolder(Path parent) {
    return parent.resolve("run");
  }

  private static void sweep(Path run) {
    if (!Files.isDirectory(run)) {
      return;
    }
    try (var owners = Files.list(run)) {
      owners.filter(folder -> !ownerLives(folder)).toList().forEach(ProcessLedger::sweepOne);
    } catch (IOException | UncheckedIOException failure) {
      LOG.warn("Leftovers of an earlier run in {} could not be listed", run, failure);
    }
  }

  private static boolean ownerLives(Path folder) {
    return ProcessIdentity.parse(String.valueOf(folder.getFileName()))
        .flatMap(ProcessIdentity::living)
        .isPresent();
  }

  private static void sweepOne(Path folder) {
    try {
      Path list = folder.resolve(PROCESSES);
      List<String> lines = Files.exists(list) ? Files.readAllLines(list) : List.of();
      for (String line : lines) {
        ProcessIdentity.parse(line)
            .flatMap(ProcessIdentity::living)
            .ifPresent(orphan -> new ProcessTree(orphan).kill());
      }
      Folders.delete(folder);
      LOG.info("Swept {} that a killed JVM left behind", folder);
    } catch (IOException | RuntimeException failure) { // Another JVM may sweep the same folder.
      LOG.warn("Leftovers of an earlier run in {} could not be swept", folder, failure);
    }
  }
}
