package dev.persistence.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvironmentTest {

  @Test
  void versionsAreThoseOfTheBuild() {
    Environment here = Environment.here("run smoke");

    assertThat(here.versions()).containsKeys("ours", "AWS wrapper", "ShardingSphere", "cache2k");
    assertThat(here.versions().values()).allMatch(version -> version.matches("[0-9][\\w.-]+"));
    assertThat(here.command()).isEqualTo("run smoke");
    assertThat(here.machine()).contains("cores");
  }
}
