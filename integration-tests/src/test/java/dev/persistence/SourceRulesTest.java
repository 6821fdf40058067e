package dev.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every Java file keeps the rules on size and shape, and the rules can tell a file that does not.
 */
class SourceRulesTest {

  @Test
  void mainCodeKeepsTheRules() {
    assertThat(findings("main")).isEmpty();
  }

  @Test
  void testsKeepTheRules() {
    assertThat(findings("test")).isEmpty();
  }

  @Test
  void everyMainPackageIsDescribed() {
    for (Path file : Repository.javaFiles("main")) {
      if (!file.endsWith("module-info.java")) {
        Path description = file.resolveSibling("package-info.java");
        assertThat(description).exists();
        assertThat(Repository.lines(description).get(0))
            .as(Repository.relative(description))
            .startsWith("/**")
            .doesNotContain("Placeholder");
      }
    }
  }

  @Test
  void broadCatchesAreRare() {
    long broad =
        Repository.javaFiles("main").stream()
            .flatMap(file -> Repository.lines(file).stream())
            .filter(line -> line.matches(".*catch \\((Exception|Throwable|RuntimeException)\\b.*"))
            .count();
    long lines =
        Repository.javaFiles("main").stream()
            .mapToLong(file -> Repository.lines(file).size())
            .sum();
    assertThat(broad).isLessThanOrEqualTo(1 + lines / 1000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class A { void m() { synchronized (this) { } } }",
        "class A { void m() throws Exception { Thread" + ".sleep(1); } }",
        "class A { void m() throws Exception { TimeUnit.SECONDS.sleep(1); } }",
        "class A { @org.junit.jupiter.api.Disabled void m() { } }",
        "class A { void m() { try { } catch (RuntimeException e) { } } }",
        "class A { void m(int a, int b, int c, int d, int e) { } }",
        "class A { } // FIX" + "ME",
      })
  void brokenRuleIsFound(String source) {
    assertThat(SourceRules.findings(source)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "class A { void m() { try { } catch (RuntimeException e) { close(); throw e; } } }",
        "class A { void m() { try { } catch (Throwable e) { // Reported by the caller. \n } } }",
        "record A(int a, int b, int c, int d, int e) { A { } }",
        "class A { @Override void m(int a, int b, int c, int d, int e) { } }",
      })
  void allowedFormIsNotFound(String source) {
    assertThat(SourceRules.findings(source)).isEmpty();
  }

  @Test
  void longMethodIsFound() {
    assertThat(SourceRules.findings("class A { void m() {" + "\n".repeat(69) + "} }")).isEmpty();
    assertThat(SourceRules.findings("class A { void m() {" + "\n".repeat(70) + "} }")).hasSize(1);
  }

  @Test
  void longFileIsFound() {
    assertThat(SourceRules.findings("class A { }" + "\n".repeat(499) + "//")).isEmpty();
    assertThat(SourceRules.findings("class A { }" + "\n".repeat(500) + "//")).hasSize(1);
  }

  private static List<String> findings(String sourceSet) {
    List<String> findings = new ArrayList<>();
    SourceRules.findings(Repository.javaFiles(sourceSet))
        .forEach(
            (file, found) ->
                found.stream()
                    .filter(finding -> !isExcused(sourceSet, finding))
                    .forEach(finding -> findings.add(Repository.relative(file) + ":" + finding)));
    return findings;
  }

  private static boolean isExcused(String sourceSet, String finding) {
    return sourceSet.equals("main") && finding.contains("guesses a time");
  }
}
