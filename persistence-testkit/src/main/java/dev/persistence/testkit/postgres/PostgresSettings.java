package dev.persistence.testkit.postgres;

import java.util.LinkedHashMap;
import java.util.Map;

/** The parameters of every PostgreSQL of the testkit, a local process or a container alike. */
final class PostgresSettings {

  private PostgresSettings() {}

  /**
   * Returns the parameters in a new map, which the caller may change; the user's own win.
   *
   * <p>Speed over durability: the data never outlives the JVM. Commits still wait for their log.
   */
  static Map<String, String> with(int major, Map<String, String> userSettings) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("wal_level", "logical");
    settings.put("fsync", "off");
    settings.put("full_page_writes", "off");
    settings.put("synchronous_commit", "on");
    settings.put("shared_buffers", "16MB");
    settings.put("max_prepared_transactions", "20");
    settings.put("max_wal_senders", "20");
    settings.put("max_replication_slots", "20");
    settings.put("wal_keep_size", "64MB");
    settings.put("min_wal_size", "2MB");
    settings.put("wal_receiver_status_interval", "1s");
    settings.put("wal_retrieve_retry_interval", "100ms");
    settings.put("autovacuum", "off");
    settings.put("timezone", "UTC");
    settings.put("log_timezone", "UTC");
    if (major >= 18) {
      settings.put("io_method", "sync");
    }
    settings.putAll(userSettings);
    return settings;
  }
}
