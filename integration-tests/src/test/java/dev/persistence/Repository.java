package dev.persistence;

import static java.util.function.Predicate.not;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The files of this repository as they lie in the working copy. */
final class Repository {

  /** Surefire names the directory of the module whose tests it runs. */
  static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();

  private Repository() {}

  /** Returns the directories of all modules, whether or not the root pom names them. */
  static List<Path> modules() {
    try (Stream<Path> children = Files.list(ROOT)) {
      return children.filter(child -> Files.exists(child.resolve("pom.xml"))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the Java files of all modules in {@code src/main} or {@code src/test}. */
  static List<Path> javaFiles(String sourceSet) {
    List<Path> files = new ArrayList<>();
    for (Path module : modules()) {
      files.addAll(filesUnder(module.resolve("src").resolve(sourceSet), ".java"));
    }
    return files;
  }

  /** Returns the pages at the top and below {@code docs}. */
  static List<Path> documents() {
    List<Path> files = new ArrayList<>(filesUnder(ROOT.resolve("docs"), ".md"));
    try (Stream<Path> children = Files.list(ROOT)) {
      children.filter(child -> child.toString().endsWith(".md")).forEach(files::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the lines without indentation and without the empty ones. */
  static List<String> trimmedLines(List<String> lines) {
    return lines.stream().map(String::strip).filter(not(String::isEmpty)).toList();
  }

  static String relative(Path file) {
    return ROOT.relativize(file).toString();
  }

  private static List<Path> filesUnder(Path directory, String suffix) {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
