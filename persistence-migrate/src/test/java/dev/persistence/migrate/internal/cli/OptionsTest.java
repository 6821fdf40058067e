package dev.persistence.migrate.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("MIGRATE_URL", "jdbc:a", "MIGRATE_USER", "ada", "MIGRATE_PASSWORD", "s3cret");

  private static Options options(String... arguments) {
    return Options.parse(List.of(arguments), Map.of());
  }

  private static void assertWrong(Options options, Consumer<Options> asked, String... words) {
    assertThatThrownBy(() -> asked.accept(options))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(words);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plan",
        "lint",
        "expand",
        "backfill",
        "verify",
        "switch",
        "contract",
        "revert",
        "run",
        "abort",
        "status",
        "unlock"
      })
  void commandOfTheUsageIsOne(String command) {
    assertThat(options("--json", command, "--force").command()).isEqualTo(command);
    assertThat(Options.USAGE).containsPattern("(?m)^[\\w, ]*\\b" + command + "\\b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--folder",
        "--url",
        "--user",
        "--version",
        "--server",
        "--accept-loss",
        "--soak",
        "--quiet",
        "--flags-age",
        "--patience",
        "--rate",
        "--lock-waiters"
      })
  void optionOfTheUsageHasItsValue(String option) {
    assertThat(options(option, "plan", "run").value(option)).contains("plan");
    assertThat(options("run").value(option)).isEmpty();
    assertThat(Options.USAGE).contains(option);
    assertWrong(options("run"), any -> options("run", option), option + " needs a value");
  }

  @Test
  void whatIsNotGivenIsTakenFromTheEnvironment() {
    Options given = Options.parse(List.of("run", "--url", "jdbc:b", "--user", "eve"), ENVIRONMENT);
    assertThat(given.url()).isEqualTo("jdbc:b");
    assertThat(given.user()).isEqualTo("eve");
    Options not = Options.parse(List.of("run"), ENVIRONMENT);
    assertThat(not.url()).isEqualTo("jdbc:a");
    assertThat(not.user()).isEqualTo("ada");
    assertThat(not.password()).isEqualTo("s3cret");
    assertThat(options("run").user()).isNull();
    assertThat(options("run").password()).isNull();
    assertWrong(options("run"), Options::url, "--url is missing");
    assertWrong(options("run"), Options::folder, "--folder is missing");
    assertThat(options("run", "--folder", "a").folder()).isEqualTo(Path.of("a"));
    assertWrong(options("run", "--folder", "a\0b"), Options::folder, "--folder is no path");
  }

  @Test
  void flagsAreThereOrNot() {
    assertThat(options("plan", "--measure").has("--measure")).isTrue();
    assertThat(options("plan").has("--measure")).isFalse();
    assertWrong(options("run"), any -> options("run", "--measure"), "--measure goes with plan");
  }

  @Test
  void numbersAndDurationsAreRead() {
    Options options = options("run", "--rate", "999999999", "--soak", "PT90S");
    assertThat(options.number("--rate")).contains(999_999_999L);
    assertThat(options.number("--lock-waiters")).isEmpty();
    assertThat(options.duration("--soak")).contains(Duration.ofSeconds(90));
    assertThat(options.duration("--quiet")).isEmpty();
    for (String wrong : List.of("1000000000", "-1", "1.5", "x", "")) {
      assertWrong(options("run", "--rate", wrong), o -> o.number("--rate"), "--rate is no number");
    }
    assertWrong(options("run", "--soak", "1d"), o -> o.duration("--soak"), "--soak is no duration");
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql 18, PostgreSQL 18",
    "postgresql 15.4, PostgreSQL 15",
    "mysql   8.0.36, MySQL 8.0.36",
    "mariadb 11.4, MariaDB 11.4.0"
  })
  void serverIsNamedWithItsVersion(String server, String read) {
    assertThat(options("lint", "--server", server).server()).hasToString(read);
  }

  @Test
  void serverThatIsNoneIsRefused() {
    assertWrong(options("lint"), Options::server, "--server is missing");
    for (String wrong : List.of("oracle 23", "PostgreSQL 18", "")) {
      assertWrong(options("lint", "--server", wrong), Options::server, "names none of");
    }
    for (String wrong : List.of("postgresql", "postgresql x", "postgresql 9", "mysql 5.7")) {
      assertWrong(options("lint", "--server", wrong), Options::server, "allowed: ");
    }
  }

  @Test
  void argumentThatIsNotKnownIsToldByItsPlaceAndNotByWhatItHolds() {
    assertWrong(options("run"), any -> options(), "there is no command");
    assertWrong(options("run"), any -> options("run", "run"), "argument 2, a word");
    assertWrong(options("run"), any -> options("--pass=s3cret"), "argument 1, --pass, is not");
  }
}
