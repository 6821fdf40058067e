package dev.persistence.lifecycle.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What is in the folder of an export. */
final class ExportFiles {

  private ExportFiles() {}

  /** Returns the names of all files, in their order. */
  static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  /** Returns the rows of all tables. */
  static String text(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String name : names(folder)) {
      all.append(name.endsWith(".jsonl") ? Files.readString(folder.resolve(name)) : "");
    }
    return all.toString();
  }

  /** Returns the first columns of the rows of each table, in the order of their texts. */
  static Map<String, List<String>> firstColumns(List<ExportedTable> tables, Path folder)
      throws IOException {
    Map<String, List<String>> columns = new TreeMap<>();
    for (ExportedTable table : tables) {
      List<String> lines = Files.readAllLines(folder.resolve(table.file()));
      assertThat(table.rows()).isEqualTo(lines.size());
      columns.put(
          table.table(),
          lines.stream()
              .map(line -> line.replaceFirst("^\\{\"[a-z_]+\":\"?([^\",]+).*", "$1"))
              .sorted()
              .toList());
    }
    return columns;
  }
}
