package dev.persistence.lifecycle;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of PostgreSQL that are used again, each as if it were new: there a new one is a new
 * process, and takes longer than all that most tests do with it.
 */
final class ReusedSessions implements AutoCloseable {

  private static final int MOST = 50;

  private final DataSource plain;
  private final String url;
  private final AtomicReference<@Nullable HikariDataSource> pool = new AtomicReference<>();

  /** Takes what gives new ones, and its address. */
  ReusedSessions(DataSource plain, String url) {
    this.plain = plain;
    this.url = url;
  }

  /** Returns what gives them, after {@link #close} too. */
  DataSource dataSource() {
    return (DataSource)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {DataSource.class},
            (self, method, arguments) -> {
              if (method.getName().equals("getConnection") && arguments == null) {
                return take();
              }
              try {
                return method.invoke(plain, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  private Connection take() throws SQLException {
    while (true) {
      Connection connection = pool().getConnection();
      try (Statement statement = connection.createStatement()) {
        statement.execute("DISCARD ALL");
        return connection;
      } catch (SQLException failure) {
        if (!connection.isClosed()) { // By the pool, which lets go of what the server has ended.
          connection.close();
          throw failure;
        }
      }
    }
  }

  private HikariDataSource pool() {
    HikariDataSource present = pool.get();
    if (present != null) {
      return present;
    }
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setMaximumPoolSize(MOST);
    config.setMinimumIdle(0);
    HikariDataSource mine = new HikariDataSource(config);
    HikariDataSource first = pool.compareAndExchange(null, mine);
    if (first == null) {
      return mine;
    }
    mine.close();
    return first;
  }

  /** Ends those that are not in use. */
  @Override
  public void close() {
    HikariDataSource last = pool.getAndSet(null);
    if (last != null) {
      last.close();
    }
  }
}
