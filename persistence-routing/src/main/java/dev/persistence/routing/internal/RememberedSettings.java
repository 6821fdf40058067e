package dev.persistence.routing.internal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the application has set on a routed connection, to be applied to whichever physical
 * connection it gets: each setting once, and only those that were made. Used by one thread.
 */
final class RememberedSettings {

  /** How a setting gets to a physical connection. */
  interface Application {
    void to(Connection physical) throws SQLException;
  }

  /** A value, how to apply it, and which change of the settings made it. */
  private record Remembered(@Nullable Object value, Application application, int version) {}

  /** What one physical connection has got so far. */
  static final class Applied {
    private int version;
    private final Map<Setting, Integer> versions = new EnumMap<>(Setting.class);
  }

  private final Map<Setting, Remembered> others = new EnumMap<>(Setting.class);
  private boolean autoCommit = true;
  private boolean readOnly;
  private int version = 1;

  boolean autoCommit() {
    return autoCommit;
  }

  void autoCommit(boolean value) {
    autoCommit = value;
    version++;
  }

  boolean readOnly() {
    return readOnly;
  }

  void readOnly(boolean value) {
    readOnly = value;
    version++;
  }

  void remember(Setting setting, @Nullable Object value, Application application) {
    version++;
    others.put(setting, new Remembered(value, application, version));
  }

  boolean remembers(Setting setting) {
    return others.containsKey(setting);
  }

  @Nullable Object value(Setting setting) {
    Remembered remembered = others.get(setting);
    return remembered == null ? null : remembered.value();
  }

  boolean isSerializable() {
    return Integer.valueOf(Connection.TRANSACTION_SERIALIZABLE).equals(value(Setting.ISOLATION));
  }

  /** Brings a physical connection up to date; a replica is always made read-only. */
  void applyTo(NodeConnection target) throws SQLException {
    Applied applied = target.applied();
    if (applied.version == version) {
      return;
    }
    Connection physical = target.physical();
    boolean wantedReadOnly = readOnly || !target.isPrimary();
    if (physical.isReadOnly() != wantedReadOnly) {
      physical.setReadOnly(wantedReadOnly);
    }
    for (Map.Entry<Setting, Remembered> entry : others.entrySet()) {
      Remembered remembered = entry.getValue();
      Integer known = applied.versions.get(entry.getKey());
      if (known == null || known != remembered.version()) {
        remembered.application().to(physical);
        applied.versions.put(entry.getKey(), remembered.version());
      }
    }
    // Last, since in manual commit mode any of the above may open a transaction.
    if (physical.getAutoCommit() != autoCommit) {
      physical.setAutoCommit(autoCommit);
    }
    applied.version = version;
  }
}
