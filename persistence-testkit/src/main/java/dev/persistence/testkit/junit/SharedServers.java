package dev.persistence.testkit.junit;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** Running servers that all test classes of one configuration share. */
final class SharedServers implements AutoCloseable {

  private static final int LONGEST_CLASS_NAME = 40;

  private final AutoCloseable servers;
  private final AtomicInteger views = new AtomicInteger();

  SharedServers(AutoCloseable servers) {
    this.servers = servers;
  }

  AutoCloseable servers() {
    return servers;
  }

  /** Returns a name for one class's database or key prefix that no other class gets. */
  String newName(Class<?> testClass) {
    return "t" + views.incrementAndGet() + "_" + plain(testClass.getSimpleName());
  }

  static String plain(String className) {
    String name = className.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
    return name.substring(0, Math.min(name.length(), LONGEST_CLASS_NAME));
  }

  @Override
  public void close() throws Exception {
    servers.close();
  }
}
