package dev.persistence.benchmarks.run;

import dev.persistence.benchmarks.report.Environment;
import dev.persistence.benchmarks.report.Page;
import dev.persistence.benchmarks.report.Report;
import dev.persistence.benchmarks.report.ReportFile;
import dev.persistence.benchmarks.report.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a run has measured so far. It is written whenever something is added, so that a contest that
 * fails late takes nothing with it.
 */
final class Kept {

  private final String command;
  private final Path json;
  private final Path page;
  private Report report;

  private Kept(Arguments arguments) {
    String name = arguments.profile().name().toLowerCase(Locale.ROOT);
    command = arguments.toString();
    json = arguments.folder().resolve(name + ".json");
    page = arguments.folder().resolve(name + ".html");
    report = new Report(Environment.here(command), List.of());
  }

  /**
   * Makes the folder, in which nothing is written yet.
   *
   * @throws IllegalArgumentException if it cannot be made, or the files cannot be written there
   */
  static Kept in(Arguments arguments) {
    Path folder = arguments.folder();
    try {
      Files.createDirectories(folder);
    } catch (IOException failed) {
      throw new IllegalArgumentException("--out cannot be made a folder: " + folder, failed);
    }
    Kept kept = new Kept(arguments);
    for (Path file : List.of(kept.json, kept.page)) {
      if (!Files.isWritable(Files.exists(file) ? file : folder) || Files.isDirectory(file)) {
        throw new IllegalArgumentException("--out does not let this be written: " + file);
      }
    }
    return kept;
  }

  Report report() {
    return report;
  }

  /** Adds what a contest has measured, and writes all. */
  void add(List<Standing> standings) throws IOException {
    write(Stream.concat(report.standings().stream(), standings.stream()).toList());
  }

  /** Puts it in the place of what has its title, and writes all. */
  void replace(Standing standing) throws IOException {
    write(report.with(List.of(standing)).standings());
  }

  private void write(List<Standing> standings) throws IOException {
    report = new Report(Environment.here(command), standings);
    ReportFile.write(report, json);
    Page.write(report, Targets.in(report), page);
  }

  @Override
  public String toString() {
    return json + " and " + page;
  }
}
