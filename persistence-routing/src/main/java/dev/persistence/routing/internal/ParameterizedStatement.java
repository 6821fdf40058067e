package dev.persistence.routing.internal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Calendar;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * A statement with parameters, of which it remembers the last value for each place.
 *
 * <p>A value that can be set only once, such as a stream, goes to the driver at once and keeps the
 * statement where it is until the value is replaced.
 *
 * @param <S> the kind of statement
 */
abstract class ParameterizedStatement<S extends PreparedStatement> extends RoutedStatement<S> {

  static final String ONCE_STREAM = "a stream, which can be read only once";
  static final String ONCE_READER = "a reader, which can be read only once";
  static final String ONCE_OBJECT = "an object of one node's connection";

  private @Nullable Recorded<S> bindings;

  ParameterizedStatement(RoutingConnection connection, Recipe<S> recipe) {
    super(connection, recipe);
  }

  private Recorded<S> bindings() {
    if (bindings == null) {
      bindings = new Recorded<>();
    }
    return bindings;
  }

  final void bind(int index, Recorded.Step<? super S> step) throws SQLException {
    S driver = driverIfBound();
    if (driver != null) {
      step.on(driver);
    }
    bindings().put(index, step);
  }

  final void bind(String name, Recorded.Step<? super S> step) throws SQLException {
    S driver = driverIfBound();
    if (driver != null) {
      step.on(driver);
    }
    bindings().put(name, step);
  }

  /** Sets a value on the driver's statement that cannot be set on another. */
  final void bindOnce(Object indexOrName, String what, Recorded.Step<? super S> step)
      throws SQLException {
    bindings().forget(indexOrName);
    step.on(driverInPlace());
    bindings().putOnce(indexOrName, what);
  }

  final void bindOut(Object indexOrName, Recorded.Step<? super S> step) throws SQLException {
    S driver = driverIfBound();
    if (driver != null) {
      step.on(driver);
    }
    bindings().put(new Recorded.OutParameter(indexOrName), step);
  }

  final void clearBindings() throws SQLException {
    S driver = driverIfBound();
    if (driver != null) {
      driver.clearParameters();
    }
    if (bindings != null) {
      bindings.clearParameters();
    }
  }

  @Override
  final void prepare(S made) throws SQLException {
    if (bindings != null) {
      bindings.applyTo(made);
    }
  }

  @Override
  final @Nullable String obstacle() {
    String obstacle = super.obstacle();
    return obstacle != null || bindings == null ? obstacle : bindings.obstacle();
  }

  /** Returns the value itself, or a copy if it can change before the statement runs. */
  @SuppressWarnings({"unchecked", "JavaUtilDate"}) // A clone has the class of its original.
  static <T> @Nullable T copy(@Nullable T value) {
    if (value instanceof Date date) {
      return (T) date.clone();
    }
    if (value instanceof byte[] bytes) {
      return (T) bytes.clone();
    }
    return value instanceof Calendar calendar ? (T) calendar.clone() : value;
  }
}
