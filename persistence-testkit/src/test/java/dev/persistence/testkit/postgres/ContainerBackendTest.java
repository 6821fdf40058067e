package dev.persistence.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.internal.docker.ContainerRecipe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ContainerBackendTest {

  @Test
  void containerIsOfTheVersionThatWasAskedFor() {
    assertThat(new ContainerBackend(15, Map.of()).recipe().image()).isEqualTo("postgres:15");
  }

  @Test
  void containerHasEverySettingOfALocalServer() {
    ContainerRecipe recipe = new ContainerBackend(18, Map.of()).recipe();

    assertThat(recipe.command()).startsWith("postgres", "-c");
    PostgresSettings.with(18, Map.of())
        .forEach((name, value) -> assertThat(recipe.command()).contains(name + "=" + value));
    // The server refuses a min_wal_size below two segments.
    assertThat(recipe.environment().get("POSTGRES_INITDB_ARGS")).contains("--wal-segsize=1");
  }

  @Test
  void settingOfTheUserWins() {
    List<String> command =
        new ContainerBackend(18, Map.of("autovacuum", "on", "work_mem", "3MB")).recipe().command();

    assertThat(command).contains("autovacuum=on", "work_mem=3MB").doesNotContain("autovacuum=off");
  }
}
