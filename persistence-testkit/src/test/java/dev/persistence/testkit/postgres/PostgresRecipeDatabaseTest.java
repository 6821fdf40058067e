package dev.persistence.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.internal.Platform;
import dev.persistence.testkit.internal.ProcessLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresRecipeDatabaseTest {

  @Test
  void serverThatGotThePortFirstIsNotTakenForTheOwnOne() throws IOException, SQLException {
    try (PostgresCluster cluster = PostgresCluster.start()) {
      Path folder = ProcessLedger.ofThisJvm().newFolder("other");
      Files.createDirectories(folder.resolve(DataFolder.NAME));
      PostgresRecipe other =
          new PostgresRecipe("pg9", PostgresBinaries.find(Platform.current(), null), folder);
      assertThat(other.answers(cluster.primary().port())).isFalse();
    }
  }
}
