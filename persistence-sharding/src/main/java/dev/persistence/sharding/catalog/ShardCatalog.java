package dev.persistence.sharding.catalog;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.sharding.ShardMap;
import dev.persistence.sharding.ShardMapException;
import dev.persistence.sharding.ShardMapSource;
import dev.persistence.sharding.internal.SharedTables;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The table that has the newest shard map, in a database of its own, with a copy in each shard.
 *
 * <pre>{@code
 * ShardCatalog catalog = ShardCatalog.of("orders", catalogDatabase, shards);
 * catalog.createTables();
 * catalog.publish(ShardMap.of("s1", "s2"));
 * }</pre>
 *
 * <p>A map is published only over the one that it was made from: of two that change the same map at
 * once one is refused, so no change is lost. The copies are written after that, and answer while
 * the catalog's database does not; they may be older, which the fence of a move makes harmless.
 * Thread-safe; each call takes connections of its own and gives them back.
 */
public final class ShardCatalog implements ShardMapSource {

  private static final int LONGEST_NAME = 63;

  private final String name;
  private final CatalogTable catalog;
  private final Map<String, CatalogTable> copies = new LinkedHashMap<>();

  private ShardCatalog(String name, DataSource catalog, Map<String, DataSource> shards) {
    this.name = name;
    this.catalog = new CatalogTable(catalog, name);
    shards.forEach((shard, database) -> copies.put(shard, new CatalogTable(database, name)));
  }

  /**
   * Returns the catalog of that name.
   *
   * @param name of the sharded data, since a database may have several catalogs; 63 characters at
   *     most
   * @param catalog where the map is; a shard will do, too
   * @param shards which have copies, by name; none if there shall be no copies
   */
  public static ShardCatalog of(String name, DataSource catalog, Map<String, DataSource> shards) {
    Arguments.inRange("name.length()", Arguments.name("name", name).length(), 1, LONGEST_NAME);
    Arguments.notNull("shards", shards)
        .forEach((shard, database) -> Arguments.notNull("database of " + shard, database));
    return new ShardCatalog(name, Arguments.notNull("catalog", catalog), shards);
  }

  /** Returns the name. */
  public String name() {
    return name;
  }

  CatalogTable table() {
    return catalog;
  }

  /** Creates the tables that are not there, in the catalog and in the shards. */
  public void createTables() throws SQLException {
    catalog.create();
    for (CatalogTable copy : copies.values()) {
      copy.create();
    }
  }

  /**
   * Returns the newest map of the catalog; if its database does not answer, the newest copy.
   *
   * @throws SQLException if nobody answers
   * @throws ShardMapException if what is there is no map
   */
  @Override
  public @Nullable ShardMap newest() throws SQLException {
    try {
      return catalog.read();
    } catch (SQLException down) {
      ShardMap newest = newestCopy(down);
      if (newest == null) {
        throw down;
      }
      return newest;
    }
  }

  private @Nullable ShardMap newestCopy(SQLException down) {
    ShardMap newest = null;
    for (CatalogTable each : copies.values()) {
      try {
        ShardMap copy = each.read();
        if (copy != null && (newest == null || copy.epoch() > newest.epoch())) {
          newest = copy;
        }
      } catch (SQLException alsoDown) {
        down.addSuppressed(alsoDown);
      }
    }
    return newest;
  }

  /**
   * Makes the map the newest one, for everybody: one that was made from the catalog's by one
   * change, or the first. What a map that was decoded was made from is not known.
   *
   * @return the shards whose copy could not be written, with the reason; {@link #copy} writes them
   * @throws ShardMapException if the catalog has another map than the one that this was made from
   */
  public Map<String, SQLException> publish(ShardMap next) throws SQLException {
    Arguments.notNull("next", next);
    ShardMap current = catalog.read();
    boolean follows = current == null ? next.epoch() == 1 : next.isMadeFrom(current);
    if (!follows || !catalog.replace(next)) {
      throw new ShardMapException(
          new Explanation(
              "The shard map of epoch " + next.epoch() + " was not published",
              reason(next, current),
              "Make the change again, from the newest map"),
          null);
    }
    return copy(next);
  }

  private String reason(ShardMap next, @Nullable ShardMap current) {
    if (current != null && current.buckets() != next.buckets()) {
      return "it has %d buckets, and catalog \"%s\" has %d"
          .formatted(next.buckets(), name, current.buckets());
    }
    return "catalog \"" + name + "\" does not have the map that it was made from";
  }

  /** Writes a map that was published into every shard that has none as new. */
  public Map<String, SQLException> copy(ShardMap map) {
    Map<String, SQLException> failed = new LinkedHashMap<>();
    copies.forEach(
        (shard, copy) -> {
          try {
            copy.put(map);
          } catch (SQLException down) {
            failed.put(shard, SharedTables.explained(down));
          }
        });
    return failed;
  }

  @Override
  public String toString() {
    return "shard catalog " + name;
  }
}
