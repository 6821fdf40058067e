package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.persistence.core.consistency.Session;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What is left of a data source that was closed, while the threads that used it live on. */
class ClosedDataSourceTest {

  private static final InvocationHandler UNREACHABLE =
      (proxy, method, arguments) -> {
        if (method.getName().equals("getConnection")) {
          throw new SQLTransientConnectionException("unreachable on purpose");
        }
        return method.getName().equals("toString") ? "unreachable" : null;
      };

  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @AfterEach
  void endThread() {
    pool.shutdownNow();
  }

  private static DataSource unreachable() {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, UNREACHABLE);
  }

  private static boolean isCollected(WeakReference<?> reference) {
    System.gc();
    return reference.get() == null;
  }

  private static void use(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setReadOnly(true);
      assertThatThrownBy(() -> statement.execute("select 1")).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void sessionOfALivingThreadKeepsNoneOfItsPools() throws Exception {
    WeakReference<DataSource> nodePool = pool.submit(this::useAndClose).get();

    await().until(() -> isCollected(nodePool));
  }

  private WeakReference<DataSource> useAndClose() throws SQLException {
    DataSource nodePool = unreachable();
    RoutingDataSource source = RoutingDataSource.builder("left").primary("p", nodePool).build();
    use(source);
    source.close();
    return new WeakReference<>(nodePool);
  }

  @Test
  void itLeavesNoThreadAndLetsItsClassLoaderBeCollected() throws Exception {
    WeakReference<ClassLoader> loader = pool.submit(this::useACopyOfTheLibrary).get();

    await().until(() -> isCollected(loader));
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("persistence-routing-copy"));
  }

  /** As an application in a container does, whose threads outlive it. */
  private WeakReference<ClassLoader> useACopyOfTheLibrary() throws Exception {
    URL[] library = {
      location(RoutingDataSource.class), location(Session.class), location(LoggerFactory.class)
    };
    URLClassLoader loader = new URLClassLoader(library, ClassLoader.getPlatformClassLoader());
    Class<?> sourceClass = loader.loadClass(RoutingDataSource.class.getName());
    assertThat(sourceClass).isNotSameAs(RoutingDataSource.class);
    Object builder = sourceClass.getMethod("builder", String.class).invoke(null, "copy");
    Method primary = builder.getClass().getMethod("primary", String.class, DataSource.class);
    Object complete = primary.invoke(builder, "p", unreachable());
    DataSource source = (DataSource) complete.getClass().getMethod("build").invoke(complete);
    use(source);
    ((AutoCloseable) source).close();
    loader.close();
    return new WeakReference<>(loader);
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }
}
