package dev.persistence.migrate.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.Arguments;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.Migration;
import dev.persistence.migrate.lint.ServerVersion.Product;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** What a file of YAML says. */
class MigrationYamlTest {

  private static final String YAML =
      """
      - table: users
      - add-column: full_name text not null
        up: first_name || ' ' || last_name
        down:
          first_name: split_part(full_name, ' ', 1)
          last_name: split_part(full_name, ' ', 2)
      - create-index: users_full_name full_name
      - expand: |
          CREATE VIEW greetings AS SELECT word FROM greeting;
        contract: DROP TABLE old_greeting
        abort: DROP VIEW greetings
      """;
  private static final String SQL =
      """
      -- @table users
      -- @add-column full_name text not null
      -- @up first_name || ' ' || last_name
      -- @down first_name: split_part(full_name, ' ', 1)
      -- @down last_name: split_part(full_name, ' ', 2)
      -- @create-index users_full_name full_name
      -- @expand
      CREATE VIEW greetings AS SELECT word FROM greeting;
      -- @contract
      DROP TABLE old_greeting;
      -- @abort
      DROP VIEW greetings;
      """;

  @TempDir private Path folder;

  private Migration read(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
    return MigrationFolder.of(folder, Product.POSTGRESQL).migrations().get(0);
  }

  private void assertRefused(String text, String... words) {
    assertThatThrownBy(() -> read("1__x.yaml", text))
        .isInstanceOf(InvalidMigrationException.class)
        .hasMessageContaining("1__x.yaml")
        .hasMessageContainingAll(words);
  }

  @Test
  void yamlSaysWhatSqlSays() throws IOException {
    Migration yaml = read("20261121_01__one_display_name.yml", YAML);
    Files.delete(folder.resolve("20261121_01__one_display_name.yml"));
    Migration sql = read("20261121_01__one_display_name.sql", SQL);
    assertThat(yaml.text()).isEqualTo(sql.text());
    assertThat(yaml.toString()).isEqualTo(sql.toString());
  }

  @Test
  void versionViewsTakeNoneOneOrTwoSchemas() throws IOException {
    Migration empty = Migration.define("1", "x");
    assertThat(read("1__x.yaml", "- version-views:").text())
        .isEqualTo(empty.versionViews("v_1").text());
    assertThat(read("1__x.yaml", "- version-views: app_2").text())
        .isEqualTo(empty.versionViews("app_2").text());
    assertRefused("- version-views: a b c", "line 1", "a word too many");
    assertRefused("- version-views: a a", "line 1", "another one");
    assertRefused("- version-views: a\n- version-views: b", "line 2", "twice");
  }

  @Test
  void valuesAreTextsAsTheyStand() throws IOException {
    String text = "- table: t\n- add-column: a int\n  default: 007\n- set-default: b no";
    Migration declared =
        Migration.define("1", "x")
            .table(
                "t",
                t -> {
                  t.addColumn("a", "int").defaultTo("007");
                  t.setDefault("b", "no");
                });
    assertThat(read("1__x.yaml", text).text()).isEqualTo(declared.text());
  }

  @Test
  void versionOfAnotherFormatIsADuplicate() throws IOException {
    read("1__x.sql", SQL);
    assertRefused(YAML, "1__x.sql", "the version of");
  }

  @Test
  void nonsenseIsRefusedWithLineAndColumn() {
    assertRefused("- table: t\n- frobnicate: x", "line 2, column 3", "frobnicate");
    assertRefused("- table: t\n- add-column: x int\n  Up: 1", "line 3, column 3", "Up");
    assertRefused("- table: t\n- add-column: x", "line 2, column 3", "a word is missing");
    assertRefused("- table: t\n- up: x", "line 2, column 3", "does not follow a column");
    assertRefused("- table:\n    - t", "line 2, column 5", "a text");
    assertRefused("- table: t\n- up:\n    a: b", "line 3, column 5", "a text");
    assertRefused("- [table]: t", "line 1, column 3", "a text");
    assertRefused("table: t", "line 1, column 1", "no list");
    assertRefused("- t", "line 1, column 3", "no change");
    assertRefused("- expand: X", "line 1, column 3", "none to abort");
    assertRefused("# Nothing.", "it changes nothing");
    assertRefused("- table: 'a", "line 1", "Mend the YAML");
    assertRefused("- table: t\n---\n- table: u", "line 2", "Mend the YAML");
    assertRefused("- table: \"\\0\"", "line 1", "NUL");
    assertRefused("- !!java.net.URL [x]", "line 1, column 3", "no change");
    assertRefused("&a [*a, *a]", "no change");
  }

  @Test
  void sqlFilesDoNotNeedTheLibrary() throws ReflectiveOperationException, IOException {
    URL[] places = {
      MigrationFolder.class.getProtectionDomain().getCodeSource().getLocation(),
      Arguments.class.getProtectionDomain().getCodeSource().getLocation(),
      Logger.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader())) {
      Class<?> product = loader.loadClass(Product.class.getName());
      Method of =
          loader.loadClass(MigrationFolder.class.getName()).getMethod("of", Path.class, product);
      Files.writeString(folder.resolve("1__x.sql"), SQL);
      assertThat(of.invoke(null, folder, product.getEnumConstants()[0])).isNotNull();
      Files.writeString(folder.resolve("2__y.yaml"), YAML);
      assertThatThrownBy(() -> of.invoke(null, folder, product.getEnumConstants()[0]))
          .rootCause()
          .hasMessageContainingAll("2__y.yaml", "org.snakeyaml:snakeyaml-engine");
    }
  }
}
