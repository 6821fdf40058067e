package dev.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.core.Arguments;
import dev.persistence.migrate.Migrator;
import dev.persistence.routing.RoutingDataSource;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** The published modules on a module path that has what they need, and nothing optional. */
class ModulePathTest {

  private static Path placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static Configuration resolve(String module, Class<?>... neededTypes) {
    Path[] places = Arrays.stream(neededTypes).map(ModulePathTest::placeOf).toArray(Path[]::new);
    return ModuleLayer.boot()
        .configuration()
        .resolve(ModuleFinder.of(places), ModuleFinder.of(), Set.of(module));
  }

  @Test
  void coreNeedsTheLoggingFacadeAlone() {
    assertThat(resolve("dev.persistence.core", Arguments.class, Logger.class).modules())
        .extracting(module -> module.name())
        .containsExactlyInAnyOrder("dev.persistence.core", "org.slf4j");
  }

  @Test
  void migrateNeedsCoreAlone() {
    assertThat(
            resolve("dev.persistence.migrate", Migrator.class, Arguments.class, Logger.class)
                .modules())
        .extracting(module -> module.name())
        .containsExactlyInAnyOrder("dev.persistence.migrate", "dev.persistence.core", "org.slf4j");
  }

  @Test
  void routingNeedsCoreAlone() {
    assertThat(
            resolve(
                    "dev.persistence.routing",
                    RoutingDataSource.class,
                    Arguments.class,
                    Logger.class)
                .modules())
        .extracting(module -> module.name())
        .containsExactlyInAnyOrder("dev.persistence.routing", "dev.persistence.core", "org.slf4j");
  }
}
