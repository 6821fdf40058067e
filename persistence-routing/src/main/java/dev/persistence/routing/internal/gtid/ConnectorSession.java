package dev.persistence.routing.internal.gtid;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state of one session as MySQL Connector/J 8 and later knows it, without being compiled
 * against that driver: its public interfaces are looked up once for each class of connection.
 */
final class ConnectorSession {

  private static final ClassValue<Optional<ConnectorMethods>> METHODS =
      new ClassValue<>() {
        @Override
        protected Optional<ConnectorMethods> computeValue(Class<?> type) {
          return ConnectorMethods.find(type.getClassLoader());
        }
      };

  /**
   * A change of the session.
   *
   * @param type the number of its kind in the protocol
   * @param values what the server said
   */
  record Change(int type, List<String> values) {}

  private final ConnectorMethods methods;
  private final Object controller;

  private ConnectorSession(ConnectorMethods methods, Object controller) {
    this.methods = methods;
    this.controller = controller;
  }

  /** Returns the session of a connection, pooled or not; null if it cannot or does not listen. */
  static @Nullable ConnectorSession of(Connection physical) {
    ConnectorMethods methods = METHODS.get(physical.getClass()).orElse(null);
    try {
      if (methods == null || !physical.isWrapperFor(methods.connection())) {
        return null;
      }
      Object connection = physical.unwrap(methods.connection());
      boolean listens = Boolean.TRUE.equals(methods.tracks().of(connection));
      Object controller = listens ? methods.controller().of(connection) : null;
      return controller == null ? null : new ConnectorSession(methods, controller);
    } catch (SQLException e) {
      return null; // A pool whose wrapper does not let go.
    }
  }

  /** Returns the server's last answer that may have told changes: another object for each. */
  @Nullable Object answer() {
    return methods.answer().of(controller);
  }

  /** Returns the changes that an answer told. */
  List<Change> changes(Object answer) {
    List<Change> changes = new ArrayList<>();
    if (methods.changes().of(answer) instanceof List<?> told) {
      for (Object change : told) {
        if (methods.type().of(change) instanceof Integer type) {
          changes.add(new Change(type, texts(methods.values().of(change))));
        }
      }
    }
    return changes;
  }

  private static List<String> texts(@Nullable Object values) {
    return values instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }
}
