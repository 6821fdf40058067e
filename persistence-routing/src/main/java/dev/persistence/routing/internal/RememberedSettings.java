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

  /** What a physical connection has got that has got nothing yet. */
  static final int NOTHING = 0;

  /** Null until the first is made, as most connections make none. */
  private @Nullable Map<Setting, Remembered> others;

  private boolean autoCommit = true;
  private boolean readOnly;
  private int version = NOTHING + 1;

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
    if (others == null) {
      others = new EnumMap<>(Setting.class);
    }
    others.put(setting, new Remembered(value, application, version));
  }

  private @Nullable Remembered find(Setting setting) {
    return others == null ? null : others.get(setting);
  }

  boolean remembers(Setting setting) {
    return find(setting) != null;
  }

  @Nullable Object value(Setting setting) {
    Remembered remembered = find(setting);
    return remembered == null ? null : remembered.value();
  }

  boolean isSerializable() {
    return others != null
        && Integer.valueOf(Connection.TRANSACTION_SERIALIZABLE).equals(value(Setting.ISOLATION));
  }

  /** Brings a physical connection up to date; a replica is always made read-only. */
  void applyTo(NodeConnection target) throws SQLException {
    if (target.appliedVersion() != version) {
      apply(target, autoCommit);
      target.applied(version);
    }
  }

  /**
   * Brings a physical connection up to date but for auto-commit, which stays on, so that a question
   * to the driver opens no transaction.
   */
  void applyWithoutTransaction(NodeConnection target) throws SQLException {
    if (target.appliedVersion() != version) {
      apply(target, true);
      if (autoCommit) {
        target.applied(version);
      }
    }
  }

  private void apply(NodeConnection target, boolean wantedAutoCommit) throws SQLException {
    Connection physical = target.physical();
    target.setReadOnly(readOnly || !target.isPrimary());
    if (others != null) {
      for (Remembered remembered : others.values()) {
        if (remembered.version() > target.appliedVersion()) {
          applyOutsideTransaction(target, remembered.application());
        }
      }
    }
    // Last, since in manual commit mode any of the above may open a transaction.
    if (physical.getAutoCommit() != wantedAutoCommit) {
      physical.setAutoCommit(wantedAutoCommit);
    }
  }

  /**
   * A setting that goes to the server as a statement is part of the transaction that is open then,
   * and undone with it; so none may be opened by it.
   */
  private static void applyOutsideTransaction(NodeConnection target, Application setting)
      throws SQLException {
    Connection physical = target.physical();
    if (!target.isInTransaction() && !physical.getAutoCommit()) {
      physical.setAutoCommit(true);
    }
    setting.to(physical);
  }
}
