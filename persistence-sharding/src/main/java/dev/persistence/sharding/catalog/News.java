package dev.persistence.sharding.catalog;

import dev.persistence.core.TimeSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for PostgreSQL's word of a new map, on a connection of its own; with other databases, or
 * without a connection, it only lets the time pass. The driver's calls are looked up by name, since
 * nothing here is compiled against one. Used by one thread.
 */
final class News implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(News.class);
  private static final String DRIVERS_INTERFACE = "org.postgresql.PGConnection";

  /** The longest wait inside the driver, which no interrupt ends. */
  private static final Duration STEP = Duration.ofMillis(200);

  /** A connection that listens. */
  private record Ear(Connection connection, Object driver, Method notifications) {}

  private final DataSource database;
  private @Nullable Ear ear;

  /** Whether the database is one that tells nothing. */
  private boolean mute;

  /** Whether the last attempt to listen failed, and that was told. */
  private boolean failing;

  News(DataSource database) {
    this.database = database;
  }

  /** Begins to listen, if that can be had; what happens after this is news. */
  void listen() {
    if (ear != null || mute) {
      return;
    }
    try {
      Connection connection = database.getConnection();
      try {
        ear = listening(connection);
        mute = ear == null;
        failing = false;
      } finally {
        if (ear == null) {
          connection.close();
        }
      }
    } catch (SQLException | ReflectiveOperationException | RuntimeException failure) {
      // Of a pool or driver, whatever it is: the thread must outlive it.
      if (!failing) {
        LOG.warn("There is no connection that waits for news of shard maps", failure);
      }
      failing = true;
    }
  }

  /** Returns null if the driver is none that can listen. */
  private static @Nullable Ear listening(Connection connection)
      throws SQLException, ReflectiveOperationException {
    Class<?> type = driversInterface(connection);
    if (type == null || !connection.isWrapperFor(type)) {
      return null;
    }
    connection.setAutoCommit(true); // A transaction would hear nothing before its end.
    execute(connection, "LISTEN ");
    Method notifications = type.getMethod("getNotifications", int.class);
    return new Ear(connection, connection.unwrap(type), notifications);
  }

  private static void execute(Connection connection, String verb) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(verb + CatalogTable.CHANNEL);
    }
  }

  private static @Nullable Class<?> driversInterface(Connection connection) throws SQLException {
    ClassLoader loader = connection.unwrap(Connection.class).getClass().getClassLoader();
    try {
      return Class.forName(DRIVERS_INTERFACE, false, loader);
    } catch (ClassNotFoundException anotherDriver) {
      return null;
    }
  }

  /** Waits for that time at most, or for less; returns whether there was news. */
  boolean await(Duration most) throws InterruptedException {
    Ear now = ear;
    if (now == null) {
      TimeSource.system().sleep(most);
      return false;
    }
    Duration step = most.compareTo(STEP) < 0 ? most : STEP;
    try {
      Object[] told =
          (Object[]) now.notifications.invoke(now.driver, (int) Math.max(1, step.toMillis()));
      return told != null && told.length > 0;
    } catch (InvocationTargetException | IllegalAccessException lost) {
      LOG.debug("The connection that waits for news of shard maps was lost", lost);
      close();
      return true; // What was told meanwhile is to be looked for.
    }
  }

  /** Gives the connection back as it was, or shows its pool that it is lost. */
  @Override
  public void close() {
    Ear last = ear;
    ear = null;
    if (last != null) {
      try (Connection connection = last.connection) {
        execute(connection, "UNLISTEN ");
      } catch (SQLException | RuntimeException lost) { // Of a pool or driver.
        LOG.debug("The connection that waited for news of shard maps is lost", lost);
      }
    }
  }
}
