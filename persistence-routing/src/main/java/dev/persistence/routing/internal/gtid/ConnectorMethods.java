package dev.persistence.routing.internal.gtid;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The public methods of MySQL Connector/J that lead from a connection to what its server said.
 *
 * @param connection the driver's type of connection
 * @param tracks tells of a connection whether it listens to changes of the session
 * @param controller of a connection
 * @param answer of a controller: the last one
 * @param changes of an answer: a list
 * @param type of a change: a number
 * @param values of a change: a list of texts
 */
record ConnectorMethods(
    Class<?> connection,
    Getter tracks,
    Getter controller,
    Getter answer,
    Getter changes,
    Getter type,
    Getter values) {

  private static final String TRACKS = "trackSessionState";

  /** Reads something from an object of the driver. */
  @FunctionalInterface
  interface Getter {

    @Nullable Object of(Object receiver);

    /** Returns one that calls a public method. */
    static Getter calling(Method method, Object... arguments) {
      return receiver -> {
        try {
          return method.invoke(receiver, arguments);
        } catch (ReflectiveOperationException e) {
          throw new IllegalStateException("The driver's session state cannot be read", e);
        }
      };
    }

    /** Returns one that goes on from what this one has read. */
    default Getter then(Getter next) {
      return receiver -> {
        Object read = of(receiver);
        return read == null ? null : next.of(read);
      };
    }
  }

  /** Returns them if the class loader of a connection, or our own, knows the driver. */
  static Optional<ConnectorMethods> find(@Nullable ClassLoader loader) {
    List<@Nullable ClassLoader> loaders =
        Arrays.asList(loader, ConnectorMethods.class.getClassLoader());
    return loaders.stream().filter(Objects::nonNull).flatMap(ConnectorMethods::in).findFirst();
  }

  private static Stream<ConnectorMethods> in(@Nullable ClassLoader loader) {
    try {
      return Stream.of(resolve(new Names(loader)));
    } catch (ReflectiveOperationException | LinkageError e) {
      return Stream.empty(); // Another driver, or one before 8.0.26.
    }
  }

  private static ConnectorMethods resolve(Names names) throws ReflectiveOperationException {
    Class<?> connection = names.type("MysqlConnection");
    Class<?> controller = names.type("protocol.ServerSessionStateController");
    Class<?> answer = names.type("protocol.ServerSessionStateController$ServerSessionStateChanges");
    Class<?> change = names.type("protocol.ServerSessionStateController$SessionStateChange");
    Method flag = names.type("conf.PropertySet").getMethod("getBooleanProperty", String.class);
    Getter tracks =
        getter(connection, "getPropertySet")
            .then(Getter.calling(flag, TRACKS))
            .then(getter(names.type("conf.RuntimeProperty"), "getValue"));
    return new ConnectorMethods(
        connection,
        tracks,
        getter(connection, "getServerSessionStateController"),
        getter(controller, "getSessionStateChanges"),
        getter(answer, "getSessionStateChangesList"),
        getter(change, "getType"),
        getter(change, "getValues"));
  }

  private static Getter getter(Class<?> type, String name) throws NoSuchMethodException {
    return Getter.calling(type.getMethod(name));
  }

  /** The driver's types, by their names below its package. */
  private record Names(@Nullable ClassLoader loader) {
    Class<?> type(String name) throws ClassNotFoundException {
      return Class.forName("com.mysql.cj." + name, false, loader);
    }
  }
}
