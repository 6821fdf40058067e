package dev.persistence.lifecycle;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.Dialect;
import dev.persistence.core.sql.Identifier;
import dev.persistence.lifecycle.internal.engine.Engine;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Descriptions of tables, to be laid over what the database says.
 *
 * <p>Defaults: the connection's current schema, no table described. Not thread-safe.
 */
public final class CatalogBuilder {

  private @Nullable Identifier schema;
  private final Map<Identifier, TableDescription> descriptions = new LinkedHashMap<>();

  CatalogBuilder() {}

  /** Names the schema whose tables are scanned; for MySQL and MariaDB it is a database. */
  public CatalogBuilder schema(String schema) {
    this.schema = Identifier.of(schema);
    return this;
  }

  /** Describes a table of the schema; the last description of a table counts. */
  public CatalogBuilder table(String name, Consumer<TableDescriptionBuilder> description) {
    Arguments.notNull("description", description);
    TableDescriptionBuilder builder = new TableDescriptionBuilder();
    description.accept(builder);
    descriptions.put(Identifier.of(name), builder.build());
    return this;
  }

  /**
   * Reads the schema and returns the catalog; changes nothing.
   *
   * @throws PlanRefusedException if a description names what the database does not have
   */
  public Catalog scan(Connection connection) throws SQLException {
    Arguments.notNull("connection", connection);
    Engine engine = Engine.of(Dialect.detect(connection));
    return Catalog.of(engine, engine.scan().read(connection, schema), descriptions);
  }
}
