package dev.persistence.migrate.internal.lint;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a folder in the order in which the tool runs them: Flyway's by version and then the
 * repeatable ones, all others by name. Flyway's undo files are left out, since they are run by
 * hand.
 */
public final class SqlFolder {

  private static final Pattern FLYWAY = Pattern.compile("([VBR])([\\d._]*?)__.*\\.sql");
  private static final Pattern UNDO = Pattern.compile("U[\\d._]+__.*\\.sql");

  private SqlFolder() {}

  /**
   * A file.
   *
   * @param name relative to the folder
   * @param transactional whether its tool runs it in a transaction, where the database can
   */
  public record SqlFile(String name, String text, boolean transactional) {}

  /** Reads all files below the folder whose name ends in {@code .sql}. */
  public static List<SqlFile> read(Path folder) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(folder)) {
      paths = all.filter(SqlFolder::isScript).sorted(order()).toList();
    }
    List<SqlFile> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(read(path, folder.relativize(path).toString()));
    }
    return files;
  }

  private static SqlFile read(Path path, String name) throws IOException {
    Path settings = path.resolveSibling(path.getFileName() + ".conf");
    boolean alone =
        Files.exists(settings)
            && Files.readString(settings, StandardCharsets.UTF_8)
                .replace(" ", "")
                .contains("executeInTransaction=false");
    return new SqlFile(name, text(path, name), !alone);
  }

  /** Without the mark of its byte order, with which some editors begin a text. */
  private static String text(Path path, String name) throws IOException {
    try {
      return Files.readString(path, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    } catch (CharacterCodingException other) {
      throw new IOException("file " + name + " is no text in UTF-8; save it so to lint it", other);
    }
  }

  private static boolean isScript(Path path) {
    String name = String.valueOf(path.getFileName());
    return name.toLowerCase(Locale.ROOT).endsWith(".sql")
        && !UNDO.matcher(name).matches()
        && Files.isRegularFile(path);
  }

  private static Comparator<Path> order() {
    return Comparator.comparing(SqlFolder::rank)
        .thenComparing(SqlFolder::version, SqlFolder::compareVersions)
        .thenComparing(Path::toString);
  }

  private static int rank(Path path) {
    return String.valueOf(path.getFileName()).startsWith("R__") ? 1 : 0;
  }

  /** Returns the numbers of the version, none if it is no file of Flyway. */
  private static List<BigInteger> version(Path path) {
    Matcher flyway = FLYWAY.matcher(String.valueOf(path.getFileName()));
    if (!flyway.matches()) {
      return List.of();
    }
    return Stream.of(flyway.group(2).split("[._]"))
        .filter(part -> !part.isEmpty())
        .map(BigInteger::new)
        .toList();
  }

  private static int compareVersions(List<BigInteger> one, List<BigInteger> other) {
    int order = 0;
    for (int i = 0; order == 0 && i < Math.max(one.size(), other.size()); i++) {
      order = part(one, i).compareTo(part(other, i));
    }
    return order;
  }

  private static BigInteger part(List<BigInteger> version, int index) {
    return index < version.size() ? version.get(index) : BigInteger.ZERO;
  }
}
