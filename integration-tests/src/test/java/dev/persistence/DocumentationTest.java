package dev.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the documents show exists: each Java example stands, line for line, in a compiled source
 * file, and each relative link leads somewhere.
 *
 * <p>An example names its file in a comment on the line above its fence: {@code <!-- source:
 * examples/src/main/java/… -->}. Indentation and empty lines do not count. A table of defaults does
 * the same, and then each row's first two cells must stand together in one line of the file.
 */
class DocumentationTest {

  private static final Pattern SOURCE = Pattern.compile("<!-- source: (\\S+) -->");
  private static final Pattern DEFAULTS = Pattern.compile("<!-- defaults: (\\S+) -->");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");
  private static final Pattern ROW = Pattern.compile("\\| `([^`]+)` \\| `([^`]+)` \\|.*");
  private static final Pattern PLACE_OF_ONE_MACHINE =
      Pattern.compile("(^|[^\\w.])/(work|root|tmp|home)/\\w");

  @Test
  void everyJavaExampleIsCompiled() {
    for (Path document : Repository.documents()) {
      List<String> lines = Repository.lines(document);
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).strip().equals("```java")) {
          List<String> example = lines.subList(i + 1, endOfFence(lines, i + 1));
          Path source = named(SOURCE, document, lines, i);
          assertThat(contains(Repository.lines(source), example))
              .as("%s:%s stands line for line in %s", document.getFileName(), i + 1, source)
              .isTrue();
        }
      }
    }
  }

  @Test
  void everyDefaultInATableIsTheOneInTheCode() {
    for (Path document : Repository.documents()) {
      List<String> lines = Repository.lines(document);
      for (int i = 0; i < lines.size(); i++) {
        if (DEFAULTS.matcher(lines.get(i)).find()) {
          Path source = named(DEFAULTS, document, lines, i + 1);
          for (Matcher row : rows(lines.subList(i + 1, lines.size()))) {
            assertThat(Repository.lines(source))
                .as("%s: default of %s", document.getFileName(), row.group(1))
                .anyMatch(code -> code.contains(row.group(1)) && code.contains(row.group(2)));
          }
        }
      }
    }
  }

  @Test
  void everyRelativeLinkLeadsSomewhere() {
    for (Path document : Repository.documents()) {
      for (String line : Repository.lines(document)) {
        Matcher link = LINK.matcher(line);
        while (link.find()) {
          assertThat(document.resolveSibling(link.group(1)))
              .as("%s links to %s", Repository.relative(document), link.group(1))
              .exists();
        }
      }
    }
  }

  @Test
  void noDocumentNamesAPlaceOfOneMachine() {
    for (Path document : Repository.documents()) {
      assertThat(Repository.lines(document))
          .as(Repository.relative(document))
          .noneMatch(line -> PLACE_OF_ONE_MACHINE.matcher(line).find());
    }
  }

  @Test
  void readmeFitsOnAFewScreens() {
    assertThat(Repository.lines(Repository.ROOT.resolve("README.md")))
        .hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void exampleIsFoundWhateverItsIndentation() {
    List<String> source = List.of("class A {", "  void m() {", "", "    call();", "  }", "}");
    assertThat(contains(source, List.of("void m() {", "  call();", "}"))).isTrue();
  }

  @Test
  void exampleThatDiffersIsNotFound() {
    List<String> source = List.of("void m() {", "  call();", "}");
    assertThat(contains(source, List.of("void m() {", "  other();", "}"))).isFalse();
    assertThat(contains(source, List.of("void m() {", "}"))).isFalse();
  }

  @Test
  void rowsOfATableEndWithTheTable() {
    List<String> lines =
        List.of("| o | d |", "|---|---|", "| `a` | `1` | x |", "", "| `b` | `2` |");
    assertThat(rows(lines)).extracting(row -> row.group(1)).containsExactly("a");
  }

  private static boolean contains(List<String> source, List<String> example) {
    return Collections.indexOfSubList(
            Repository.trimmedLines(source), Repository.trimmedLines(example))
        >= 0;
  }

  private static int endOfFence(List<String> lines, int from) {
    int end = from;
    while (!lines.get(end).strip().equals("```")) {
      end++;
    }
    return end;
  }

  private static List<Matcher> rows(List<String> lines) {
    List<Matcher> rows = new ArrayList<>();
    for (String line : lines) {
      if (!line.startsWith("|")) {
        break;
      }
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** Returns the file that the comment above the given line names. */
  private static Path named(Pattern comment, Path document, List<String> lines, int line) {
    Matcher marker = comment.matcher(line == 0 ? "" : lines.get(line - 1));
    assertThat(marker.find())
        .as("%s:%s has a comment above that names its source", document.getFileName(), line + 1)
        .isTrue();
    Path source = Repository.ROOT.resolve(marker.group(1));
    assertThat(Files.exists(source)).as("%s exists", source).isTrue();
    return source;
  }
}
