package dev.persistence.benchmarks.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/**
 * Reports as JSON, with the number of their format. Fields that a reader does not know it passes
 * over; what it needs keeps its name and its meaning as long as the number stays.
 */
public final class ReportFile {

  private static final String FORMAT = "format";

  /** Of files without a number too, which were written before there was one. */
  private static final int PRESENT = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);

  private ReportFile() {}

  /** Writes the report, over what is there. */
  public static void write(Report report, Path file) throws IOException {
    ObjectNode tree = JSON.createObjectNode().put(FORMAT, PRESENT);
    tree.setAll(JSON.<ObjectNode>valueToTree(report));
    Files.writeString(file, JSON.writeValueAsString(tree) + "\n");
  }

  /**
   * Reads a report.
   *
   * @throws IOException if there is none, or it is something else or lacks something; its message
   *     tells in a line
   */
  public static Report read(Path file) throws IOException {
    try {
      return report(file, JSON.readTree(Files.readAllBytes(file)));
    } catch (JacksonException foreign) {
      throw new IOException(
          "%s is no report of these benchmarks: %s%s"
              .formatted(file, firstLine(foreign.getOriginalMessage()), place(foreign)),
          foreign);
    } catch (NoSuchFileException missing) {
      throw new IOException(file + " is not there", missing);
    }
  }

  private static Report report(Path file, JsonNode tree) throws IOException {
    if (!tree.isObject()) {
      throw new IOException(file + " is no report of these benchmarks: it holds no JSON object");
    }
    JsonNode format = tree.path(FORMAT);
    if (!format.isMissingNode() && format.asInt() != PRESENT) {
      throw new IOException(
          "%s is of format %s, but only %d can be read".formatted(file, format, PRESENT));
    }
    return JSON.treeToValue(tree, Report.class);
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  /** Returns where in the tree it is wrong, if that is known. */
  private static String place(JacksonException foreign) {
    if (!(foreign instanceof JsonMappingException wrong) || wrong.getPath().isEmpty()) {
      return "";
    }
    return wrong.getPath().stream()
        .map(step -> step.getFieldName() == null ? "" + step.getIndex() : step.getFieldName())
        .collect(Collectors.joining("/", ", at ", ""));
  }
}
