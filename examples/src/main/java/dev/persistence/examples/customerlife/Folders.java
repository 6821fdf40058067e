package dev.persistence.examples.customerlife;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Files that the program has written. */
final class Folders {

  private Folders() {}

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  /** Counts the lines of all files in which the word occurs. */
  static long linesWith(Path folder, String word) throws IOException {
    long lines = 0;
    for (Path file : files(folder)) {
      lines +=
          Files.readAllLines(file, StandardCharsets.UTF_8).stream()
              .filter(line -> line.contains(word))
              .count();
    }
    return lines;
  }

  static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.delete(path);
    }
  }
}
