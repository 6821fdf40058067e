package dev.persistence.benchmarks.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reports as JSON. */
public final class ReportFile {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ReportFile() {}

  /** Writes the report, over what is there. */
  public static void write(Report report, Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(report) + "\n");
  }

  /**
   * Reads a report.
   *
   * @throws IOException if there is none, or it is something else
   */
  public static Report read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Report.class);
    } catch (JacksonException foreign) {
      throw new IOException(file + " is no report of these benchmarks", foreign);
    }
  }
}
