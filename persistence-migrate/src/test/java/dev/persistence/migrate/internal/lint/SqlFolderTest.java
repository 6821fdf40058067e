package dev.persistence.migrate.internal.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.migrate.internal.lint.SqlFolder.SqlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFolderTest {

  @TempDir private Path folder;

  @Test
  void filesAreInTheOrderInWhichTheirToolRunsThem() throws IOException {
    List<String> names =
        List.of(
            "01_by_name.sql",
            "02_by_name.SQL",
            "b/changes.sql",
            "V0.9__x.sql",
            "V1.0__x.sql",
            "V1__x.sql",
            "V1.0.1__x.sql",
            "V1_1__x.sql",
            "V2__x.sql",
            "a/V3__x.sql",
            "B4__x.sql",
            "V10__x.sql",
            "V20261122123456123456__x.sql",
            "V20261122123456123457__w.sql",
            "R__a.sql",
            "R__b.sql");
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
    for (String other : List.of("U1__x.sql", "U1.0__x.sql", "notes.txt", "V1__x.sql.conf")) {
      Files.writeString(folder.resolve(other), other);
    }
    Files.createDirectories(folder.resolve("folder.sql"));
    assertThat(SqlFolder.read(folder)).extracting(SqlFile::text).containsExactlyElementsOf(names);
    assertThat(SqlFolder.read(folder)).extracting(SqlFile::name).containsExactlyElementsOf(names);
  }

  @ParameterizedTest
  @CsvSource({
    "executeInTransaction=false, false",
    "executeInTransaction = false, false",
    "executeInTransaction=true, true",
    "encoding=UTF-8, true"
  })
  void settingsOfAFileSayWhetherItHasATransaction(String settings, boolean transactional)
      throws IOException {
    Files.writeString(folder.resolve("V1__x.sql"), "SELECT 1");
    Files.writeString(folder.resolve("V1__x.sql.conf"), "# Settings.\n" + settings + "\n");
    assertThat(SqlFolder.read(folder))
        .containsExactly(new SqlFile("V1__x.sql", "SELECT 1", transactional));
  }

  @Test
  void markOfTheByteOrderIsNoText() throws IOException {
    Files.writeString(folder.resolve("V1__x.sql"), "\uFEFFSELECT 1");
    assertThat(SqlFolder.read(folder)).extracting(SqlFile::text).containsExactly("SELECT 1");
  }

  @Test
  void fileInAnotherCharacterSetIsNamed() throws IOException {
    Files.writeString(folder.resolve("V1__x.sql"), "SELECT 'ä'", StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> SqlFolder.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("file V1__x.sql is no text in UTF-8");
  }
}
