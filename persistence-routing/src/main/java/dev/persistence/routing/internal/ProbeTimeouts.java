package dev.persistence.routing.internal;

import java.util.Properties;

/**
 * The drivers' own limits of connecting and of answering meanwhile, so that a sampler does not hang
 * on a node that swallows packets. See the properties {@code connectTimeout} and {@code
 * socketTimeout} of pgjdbc (seconds), MySQL Connector/J and MariaDB Connector/J (milliseconds);
 * those in the URL or in the pool's own properties win.
 */
final class ProbeTimeouts {

  private ProbeTimeouts() {}

  /** Returns driver properties that limit connecting to one second. */
  static Properties of(String url) {
    Properties properties = new Properties();
    if (url.startsWith("jdbc:postgresql:")) {
      set(properties, "1");
    } else if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
      set(properties, "1000");
    }
    return properties;
  }

  private static void set(Properties properties, String second) {
    properties.setProperty("connectTimeout", second);
    properties.setProperty("socketTimeout", second);
  }
}
