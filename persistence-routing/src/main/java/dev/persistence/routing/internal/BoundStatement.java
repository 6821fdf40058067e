package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A statement of a routed connection as a recipe: how it was made and what was set on it. The
 * driver's own statement is made on the node that is right when the first call needs it, and made
 * again elsewhere when another node is right at a later execution.
 *
 * <p>Used by one thread, but for {@link #cancelIfBound}.
 *
 * @param <S> the kind of statement
 */
abstract class BoundStatement<S extends Statement> {

  private static final Logger LOG = LoggerFactory.getLogger(BoundStatement.class);

  /** Makes the driver's statement. */
  interface Recipe<S extends Statement> {
    S make(Connection physical) throws SQLException;
  }

  /** A call of the driver that runs a statement; a prepared one needs no SQL. */
  interface Call<S extends Statement, T extends @Nullable Object> {
    T run(S driver, String sql) throws SQLException;
  }

  private final RoutingConnection connection;
  private final Placement placement;
  private final Recipe<S> recipe;
  private @Nullable Recorded<Statement> settings;
  private @Nullable NodeConnection node;
  private @Nullable S driver;
  private @Nullable String obstacle;
  private String text = "";
  private boolean updatable;
  private boolean closesOnCompletion;
  private boolean closed;

  /** The next open statement on the same physical connection; kept by {@link NodeConnection}. */
  @Nullable BoundStatement<?> nextOnNode;

  BoundStatement(RoutingConnection connection, Recipe<S> recipe) {
    this.connection = connection;
    this.placement = connection.placement();
    this.recipe = recipe;
  }

  final RoutingConnection routed() {
    return connection;
  }

  /** Notes the text that the statement was prepared with. */
  final void preparedWith(String sql) {
    text = sql;
  }

  /** Notes that results of this statement can write without a statement of ours. */
  final void makeUpdatable() {
    updatable = true;
  }

  // --- Running ----------------------------------------------------------------------------------

  /** Runs the statement where it belongs now, and once more elsewhere where nothing forbids it. */
  final <T extends @Nullable Object> T run(Call<? super S, T> call, String sql)
      throws SQLException {
    ensureOpen();
    // Through an updatable result a read can write.
    placement.intent().lookAt(updatable ? "" : sql.isEmpty() ? text : sql);
    SQLException first = null;
    long excluded = 0;
    while (true) {
      NodeConnection target = null;
      boolean sent = false;
      try {
        target = placement.place(node, obstacle(), excluded);
        placement.enter(target);
        S bound = bindTo(target);
        sent = true;
        return runOn(target, bound, call, sql);
      } catch (SQLException e) {
        if (first != null) {
          first.addSuppressed(e);
          throw first;
        }
        if (target == null) {
          throw e;
        }
        SQLException told = placement.failed(target, e);
        boolean unsent = !sent && placement.mayStartAnew(target, e);
        if (obstacle() != null || !(unsent || placement.mayRepeat(target, e))) {
          throw told;
        }
        first = told;
        excluded = unsent ? 0 : target.node().bit();
      }
    }
  }

  private <T extends @Nullable Object> T runOn(
      NodeConnection target, S bound, Call<? super S, T> call, String sql) throws SQLException {
    target.writes().starts();
    long startedNanos = placement.startedNanos(target);
    boolean answered = false;
    try {
      T answer = call.run(bound, sql);
      answered = true;
      target.writes().returned(answer);
      return answer;
    } finally {
      placement.afterExecution(target, startedNanos, answered);
    }
  }

  // --- Binding ----------------------------------------------------------------------------------

  /** Returns the driver's statement for a call that runs nothing, made now if there is none. */
  final S driver() throws SQLException {
    S bound = driverIfBound();
    return bound != null ? bound : driverInPlace();
  }

  /** Returns the driver's statement where the next execution belongs, as far as it can move. */
  final S driverInPlace() throws SQLException {
    S bound = driverIfBound();
    if (bound != null && obstacle() != null) {
      return bound;
    }
    placement.intent().lookAt(text);
    NodeConnection target = placement.place(node, null, 0);
    try {
      placement.prepare(target);
      return bindTo(target);
    } catch (SQLException e) {
      throw placement.failed(target, e);
    }
  }

  /** Returns the driver's statement for a call that may ask the server. */
  final S askingDriver() throws SQLException {
    S bound = driver();
    placement.enter(Objects.requireNonNull(node));
    return bound;
  }

  /** Returns the driver's statement, or null if no call has needed one that still lives. */
  final @Nullable S driverIfBound() throws SQLException {
    ensureOpen();
    return node == null || node.isLost() ? null : driver;
  }

  private S bindTo(NodeConnection target) throws SQLException {
    S bound = driver;
    if (bound != null && node == target) {
      return bound;
    }
    if (closesOnCompletion && bound != null && bound.isClosed()) {
      closed = true;
      ensureOpen();
    }
    if (updatable) {
      placement.escaped(target);
    }
    S made = make(target);
    unbind(node, bound);
    node = target;
    driver = made;
    target.opened(this);
    return made;
  }

  private S make(NodeConnection target) throws SQLException {
    S made = recipe.make(target.physical());
    boolean complete = false;
    try {
      if (settings != null) {
        settings.applyTo(made);
      }
      prepare(made);
      complete = true;
      return made;
    } finally {
      if (!complete) {
        closeQuietly(made);
      }
    }
  }

  /** Sets on a new statement what was set on this one; for kinds that have parameters. */
  void prepare(S made) throws SQLException {}

  /** The old statement's results end with the execution that follows, wherever that is. */
  private void unbind(@Nullable NodeConnection from, @Nullable S old) {
    if (from != null && old != null) {
      closeQuietly(old);
      from.closed(this);
      placement.statementMoved();
    }
  }

  private void closeQuietly(Statement old) {
    try {
      old.close();
    } catch (SQLException e) {
      LOG.debug("A statement that moved to another node could not be closed on its old one", e);
    }
  }

  /** Returns why the statement cannot be made again elsewhere, or null if it can. */
  @Nullable String obstacle() {
    return obstacle;
  }

  /** Notes that the statement has got something that cannot be repeated elsewhere. */
  final void fix(String why) {
    obstacle = why;
  }

  final void unfix(String why) {
    if (why.equals(obstacle)) {
      obstacle = null;
    }
  }

  /** Notes that the application gets hold of the driver's own statement. */
  final S escape() throws SQLException {
    S bound = driver();
    placement.escaped(Objects.requireNonNull(node));
    fix("the application holds the driver's own statement");
    return bound;
  }

  // --- Settings ---------------------------------------------------------------------------------

  /** Settings of a statement. */
  enum Option {
    MAX_FIELD_SIZE,
    MAX_ROWS,
    ESCAPE_PROCESSING,
    QUERY_TIMEOUT,
    CURSOR_NAME,
    FETCH_DIRECTION,
    FETCH_SIZE,
    POOLABLE,
    CLOSE_ON_COMPLETION
  }

  /** Sets an option, at once if the driver's statement exists, and on every one to come. */
  final void set(Option option, Recorded.Step<Statement> step) throws SQLException {
    S bound = driverIfBound();
    if (bound != null) {
      step.on(bound);
    }
    if (settings == null) {
      settings = new Recorded<>();
    }
    settings.put(option, step);
    closesOnCompletion |= option == Option.CLOSE_ON_COMPLETION;
  }

  final boolean closesOnCompletion() throws SQLException {
    ensureOpen();
    return closesOnCompletion;
  }

  // --- End --------------------------------------------------------------------------------------

  /** Closes the driver's statement, if there is one; a second call does nothing. */
  final void closeStatement() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    S bound = driver;
    NodeConnection home = node;
    if (bound == null || home == null) {
      return;
    }
    try {
      bound.close();
    } finally {
      home.closed(this);
      placement.ended();
    }
  }

  final boolean isStatementClosed() throws SQLException {
    return closed || placement.isClosed() || (driver != null && driver.isClosed());
  }

  /** Tells whether the driver has closed its statement, as it does on completion if asked to. */
  final boolean hasClosedItself() {
    try {
      return driver == null || driver.isClosed();
    } catch (SQLException e) {
      return false;
    }
  }

  /** Cancels what runs, from any thread; with no driver's statement nothing runs. */
  final void cancelIfBound() throws SQLException {
    S bound = driver;
    if (bound != null) {
      bound.cancel();
    }
  }

  final void ensureOpen() throws SQLException {
    if (closed) {
      throw new SQLException(
          new Explanation("The statement cannot be used", "it is closed", "Make a new one")
              .toString(),
          "55000");
    }
  }
}
