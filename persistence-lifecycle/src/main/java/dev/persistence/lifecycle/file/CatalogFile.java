package dev.persistence.lifecycle.file;

import dev.persistence.core.Arguments;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.CatalogBuilder;
import dev.persistence.lifecycle.internal.file.CatalogText;
import dev.persistence.lifecycle.internal.file.CatalogText.Content;
import dev.persistence.lifecycle.internal.file.Declaration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A file of YAML that describes tables, in the place of an application's code.
 *
 * <pre>
 * schema: public
 * tables:
 *   customers:
 *     soft-delete: true
 *     subject: id
 *     tenant: tenant_id
 *     personal: [email, name]
 *     plain: [created_at]
 *   notes:
 *     soft-delete: {deleted-at: removed_at, deletion-id: removal}
 *     unique-ever: [notes_number]
 *     on-delete: {notes_customer: detach}
 *   countries:
 *     shared: true
 * </pre>
 *
 * <p>Each key is the method of {@link dev.persistence.lifecycle.TableDescriptionBuilder} of its
 * name, and has its defaults; the schema need not be there. Needs {@code
 * org.snakeyaml:snakeyaml-engine} on the class path. Immutable and thread-safe.
 */
public final class CatalogFile {

  private final Content content;

  private CatalogFile(Content content) {
    this.content = content;
  }

  /**
   * Reads a file, in UTF-8.
   *
   * @throws dev.persistence.lifecycle.LifecycleException if it is no such file, naming the line
   * @throws IOException if it cannot be read
   */
  public static CatalogFile read(Path file) throws IOException {
    String name = String.valueOf(Arguments.notNull("file", file).getFileName());
    return of(name, Files.readString(file));
  }

  /**
   * Takes the text of a file, such as that of a resource.
   *
   * @param name for messages
   * @throws dev.persistence.lifecycle.LifecycleException if it describes no tables, naming the line
   */
  public static CatalogFile of(String name, String text) {
    Arguments.notBlank("name", name);
    CatalogFile file =
        new CatalogFile(new CatalogText(name, Arguments.notNull("text", text)).read());
    file.addTo(Catalog.builder()); // Names that cannot be are refused now.
    return file;
  }

  /**
   * Adds the descriptions to others, of which a later one of a table counts. What the database does
   * not have is refused by {@link CatalogBuilder#scan}, which knows of no line.
   */
  public void addTo(CatalogBuilder builder) {
    Arguments.notNull("builder", builder);
    if (content.schema() != null) {
      builder.schema(content.schema());
    }
    Map<String, List<Declaration>> tables = new LinkedHashMap<>();
    for (Declaration each : content.declarations()) {
      tables.computeIfAbsent(each.table(), table -> new ArrayList<>()).add(each);
    }
    tables.forEach((table, said) -> builder.table(table, t -> said.forEach(each -> each.addTo(t))));
  }

  /**
   * Reads the schema and returns the catalog; changes nothing. It is read twice, so that a name
   * that it does not have is refused with its line.
   *
   * @throws dev.persistence.lifecycle.PlanRefusedException if the file names a table, a column, a
   *     foreign key or an index that the database does not have
   */
  public Catalog scan(Connection connection) throws SQLException {
    CatalogBuilder bare = Catalog.builder();
    if (content.schema() != null) {
      bare.schema(content.schema());
    }
    Catalog database = bare.scan(connection);
    content.declarations().forEach(each -> each.check(database));
    CatalogBuilder builder = Catalog.builder();
    addTo(builder);
    return builder.scan(connection);
  }
}
