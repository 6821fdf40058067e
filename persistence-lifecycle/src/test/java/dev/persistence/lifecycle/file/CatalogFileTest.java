package dev.persistence.lifecycle.file;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.persistence.core.Arguments;
import dev.persistence.lifecycle.LifecycleException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** What is no description of tables, whatever the database has. */
class CatalogFileTest {

  private static void refused(String text, String... words) {
    assertThatThrownBy(() -> CatalogFile.of("catalog.yaml", text))
        .isInstanceOf(LifecycleException.class)
        .hasMessageContaining("The file catalog.yaml describes no tables")
        .hasMessageContainingAll(words);
  }

  private static void refusedOfTable(String said, String... words) {
    refused("tables:\n  t:\n    " + said, words);
  }

  @Test
  void unknownKeysAreRefusedWithLineAndColumn() {
    refused("table: {}", "line 1, column 1", "nothing is known of table", "schema or tables");
    refusedOfTable(
        "softDelete: true", "line 3, column 5", "softDelete", "Write one of soft-delete");
    refusedOfTable("Subject: id", "line 3, column 5", "Subject");
    refusedOfTable("soft-delete: {at: x}", "line 3, column 19", "nothing is known of at");
  }

  @Test
  void wrongTypesAreRefusedWithLineAndColumn() {
    refused("[]", "line 1, column 1", "keys with values");
    refused("tables: [t]", "line 1, column 9: keys with values belong here");
    refused("tables:\n  t: x", "line 2, column 6", "keys with values");
    refused("tables:", "keys with values");
    refused("schema: [x]", "line 1, column 9", "a text");
    refusedOfTable("personal: email", "line 3, column 15: a list belongs here", "[one, another]");
    refusedOfTable("personal: [email, [x]]", "line 3, column 23", "a text");
    refusedOfTable("personal: [null]", "line 3, column 16", "a text");
    refusedOfTable("subject: [id]", "line 3, column 14", "a text");
    refusedOfTable("subject:", "a text belongs here");
    refusedOfTable("soft-delete: yes", "line 3, column 18", "neither true nor false");
    refusedOfTable("shared: yes", "line 3, column 13", "neither true nor false", "true or false");
    refusedOfTable("shared: [true]", "line 3, column 13", "a text");
    refusedOfTable("tenant: [id]", "line 3, column 13", "a text");
    refusedOfTable("on-delete: [x]", "line 3, column 16", "keys with values");
    refusedOfTable("on-delete: {x: vanish}", "line 3, column 17", "[cascade, protect, detach]");
  }

  @Test
  void whatIsSaidTwiceIsRefused() {
    refused("tables:\n  t: {}\n  t: {}", "line 3, column 3", "t stands here twice");
    refusedOfTable("plain: [a]\n    plain: [b]", "line 4, column 5", "plain stands here twice");
  }

  @Test
  void whatContradictsItselfIsRefused() {
    refusedOfTable("tenant: id\n    shared: true", "line 4, column 5", "allowed: one of both");
    refusedOfTable("shared: true\n    tenant: id", "line 4, column 13", "allowed: one of both");
  }

  @Test
  void namesThatCannotBeAreRefused() {
    refusedOfTable("plain: [\"a\\0b\"]", "line 3, column 13", "NUL");
    refusedOfTable("subject: ''", "line 3, column 14", "empty");
    refusedOfTable("tenant: ''", "line 3, column 13", "empty");
    refused("tables:\n  \"a\\0b\": {}", "line 2", "NUL");
    refused("schema: \"a\\0b\"", "line 1, column 9", "NUL");
  }

  @Test
  void brokenYamlIsRefused() {
    refused("tables: 'a", "line 1", "Mend the YAML");
    refused("tables: {}\n---\ntables: {}", "line 2", "Mend the YAML");
    refused("# Nothing.", "it is empty");
    refused("&a {tables: *a}", "line 1", "nothing is known of tables");
    refusedOfTable("subject: !!java.net.URL [x]", "a text");
  }

  @Test
  void withoutTheLibraryOnlyFilesAreRefused() throws ReflectiveOperationException {
    URL[] places = {
      CatalogFile.class.getProtectionDomain().getCodeSource().getLocation(),
      Arguments.class.getProtectionDomain().getCodeSource().getLocation(),
      Logger.class.getProtectionDomain().getCodeSource().getLocation()
    };
    try (URLClassLoader loader = new URLClassLoader(places, ClassLoader.getPlatformClassLoader())) {
      Method of =
          loader.loadClass(CatalogFile.class.getName()).getMethod("of", String.class, String.class);
      assertThatThrownBy(() -> of.invoke(null, "catalog.yaml", "tables: {}"))
          .isInstanceOf(InvocationTargetException.class)
          .rootCause()
          .hasMessageContainingAll("catalog.yaml", "org.snakeyaml:snakeyaml-engine");
    } catch (IOException failure) {
      throw new AssertionError("the loader is closed", failure);
    }
  }
}
