package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.consistency.Consistency;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.sql.Savepoint;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where the work of one routed connection runs: stays on a node for a transaction, has one chosen
 * otherwise, and decides what is done when it fails.
 *
 * <p>Used by one thread, but for {@link #abort}.
 */
final class Placement {

  private final Router router;
  private final RememberedSettings settings;
  private final Intent intent;
  private final Held held = new Held();
  private final NodeChoice choice;
  private @Nullable NodeConnection current;

  /** Calls in manual commit mode that may have reached the server, since the last commit. */
  private int calls;

  Placement(Router router, RememberedSettings settings) {
    this.router = router;
    this.settings = settings;
    this.intent = new Intent(settings, router);
    this.choice = new NodeChoice(router, intent, held);
  }

  Intent intent() {
    return intent;
  }

  /** Returns the physical connection in use, or null if there is none. */
  @Nullable Connection physical() {
    return current == null ? null : current.physical();
  }

  boolean isInTransaction() {
    return current != null && current.isInTransaction();
  }

  // --- Where it runs ----------------------------------------------------------------------------

  /**
   * Returns where a statement is to run now: in the open transaction, or else where it is right.
   *
   * @param bound where the driver's statement is, or null if there is none
   * @param obstacle why it cannot be made again elsewhere, or null if it can
   * @param excluded nodes that have just failed
   */
  NodeConnection place(@Nullable NodeConnection bound, @Nullable String obstacle, long excluded)
      throws SQLException {
    ensureOpen();
    held.releaseIdleBut(current);
    NodeConnection pinned = isInTransaction() ? current : null;
    if (bound != null && obstacle != null) {
      if (pinned == null) {
        router.locate(bound);
        check(bound, obstacle);
      } else if (pinned != bound) {
        throw moved(bound, "the open transaction runs on another node", obstacle);
      }
      return bound;
    }
    return pinned != null
        ? pinned
        : makeCurrent(choice.choose(bound == null ? current : bound, excluded));
  }

  private NodeConnection makeCurrent(NodeConnection chosen) {
    if (current != chosen) {
      current = chosen;
      held.releaseIdleBut(chosen);
    }
    return chosen;
  }

  private long now() {
    return router.cluster().clock().now();
  }

  // --- What statements report -------------------------------------------------------------------

  /**
   * Returns the present at the start of an execution, or 0 if nobody wants to know: reading the
   * clock is what costs most.
   */
  long startedNanos(NodeConnection target) {
    return choice.startedNanos(target);
  }

  /** Brings a connection up to date for a call that runs nothing. */
  void prepare(NodeConnection target) throws SQLException {
    settings.applyTo(target);
  }

  /**
   * Brings a connection up to date, and in manual commit mode pins it: from here on the driver may
   * have opened a transaction on it.
   */
  void enter(NodeConnection target) throws SQLException {
    settings.applyTo(target);
    if (intent.isVeto()) {
      target.keep(); // For what the statement leaves in its session, such as a generated key.
      if (settings.autoCommit() && target.isPrimary()) {
        intent.learn(target.physical(), now());
      }
    }
    if (!settings.autoCommit()) {
      target.begin();
      calls++;
      makeCurrent(target);
    }
  }

  /** A call of the driver's connection. */
  interface Call<T extends @Nullable Object> {
    T on(Connection physical) throws SQLException;
  }

  /** Makes a call that the driver may answer with a query of its own. */
  <T extends @Nullable Object> T ask(Call<T> call) throws SQLException {
    intent.lookAt("");
    NodeConnection node = place(null, null, 0);
    try {
      enter(node);
      return call.on(node.physical());
    } catch (SQLException e) {
      throw failed(node, e);
    }
  }

  /** Rolls a part of the transaction back. */
  void rollback(Savepoint savepoint) throws SQLException {
    ask(
        physical -> {
          physical.rollback(savepoint);
          return true;
        });
    if (current != null) {
      current.rolledBackPartly();
    }
  }

  /** Returns the isolation that nobody has changed here. */
  int isolation() throws SQLException {
    if (current != null) {
      return ask(Connection::getTransactionIsolation);
    }
    Integer known = router.defaultIsolation();
    if (known == null) {
      known = ask(Connection::getTransactionIsolation);
      router.defaultIsolation(known);
    }
    return known;
  }

  /** Checks that the node of a statement that cannot leave it is the right one. */
  private void check(NodeConnection target, String obstacle) throws SQLException {
    if (target.isPrimary()) {
      if (!router.isPrimary(target.node())) {
        throw moved(target, "it is the primary no more", obstacle);
      }
      return;
    }
    Consistency demand = intent.demand();
    if (demand == null) {
      String why = "it was made for a read, and the work now belongs on the primary";
      throw moved(target, why, obstacle);
    }
    if (!router.isStillEligible(demand, target.node().index())) {
      throw moved(target, "the node is no longer fresh enough for this session", obstacle);
    }
  }

  private static SQLException moved(NodeConnection target, String why, String obstacle) {
    return new SQLTransientException(
        new Explanation(
                "The statement on node \"" + target.node() + "\" was not run",
                why + ", and it cannot be made again elsewhere: " + obstacle,
                "Make the statement again on the same connection and run it")
            .toString(),
        "25000");
  }

  void afterExecution(NodeConnection target, long startedNanos, boolean answered) {
    long now = now();
    if (answered && startedNanos != 0) {
      target.node().responded(now, now - startedNanos);
    }
    if (target.isPrimary() && !settings.readOnly() && !intent.isReadByText()) {
      target.writes().ended(router.session(), startedNanos, now, target.epoch());
    } else if (!Intent.isEventual()) {
      router.session().read(target.place(), now);
    }
  }

  // --- What is done about failures --------------------------------------------------------------

  /** Takes in the failure of a call; returns what its caller is told. */
  SQLException failed(NodeConnection target, SQLException failure) {
    boolean lost = isLost(target, failure);
    if (lost || isDisowned(target, failure)) {
      target.lose();
      router.cluster().clock().suspect(target.node().index());
    }
    boolean lostRead = lost && isInTransaction() && !target.isPrimary();
    return lostRead ? SqlStates.transactionLost(failure, target.node()) : failure;
  }

  private static boolean isLost(NodeConnection target, SQLException failure) {
    return target.isLost() || SqlStates.isConnectionLost(failure) || target.hasClosedItself();
  }

  /**
   * Tells whether a failed statement may run once more, on another node: a read in auto-commit mode
   * whose replica was lost, or the first work of a transaction on a node that turned out not to be
   * the primary, once another one is known. Neither can have had an effect.
   */
  boolean mayRepeat(NodeConnection target, SQLException failure) {
    if (held.isClosed()) {
      return false;
    }
    if (!target.isPrimary() && intent.isReadByText() && SqlStates.isReadOnlyServer(failure)) {
      intent.refuted();
      return true;
    }
    if (!target.isPrimary()) {
      return settings.autoCommit() && isLost(target, failure) && intent.demand() != null;
    }
    if ((isInTransaction() && calls > 1)
        || !isDisowned(target, failure)
        || !router.awaitOtherPrimary(target.node())) {
      return false;
    }
    if (isInTransaction()) {
      calls = 0;
      target.rollbackQuietly();
    }
    return true;
  }

  /**
   * Tells whether work may go to another connection that failed before its first statement was
   * sent: one that had died in its pool.
   */
  boolean mayStartAnew(NodeConnection target, SQLException failure) {
    return !held.isClosed() && !isInTransaction() && isLost(target, failure);
  }

  /** Tells whether a server said to a write that it is not the primary. */
  private boolean isDisowned(NodeConnection target, SQLException failure) {
    return target.isPrimary() && !settings.readOnly() && SqlStates.isReadOnlyServer(failure);
  }

  /** Notes that the application can now write on the node without a statement of ours. */
  void escaped(NodeConnection target) throws SQLException {
    enter(target);
    target.keep();
    if (target.isPrimary()) {
      held.countAsWriter(router.session());
    }
  }

  /** Notes that a statement has left the connection that it was made on. */
  void statementMoved() {
    held.releaseIdleBut(current);
  }

  /**
   * Notes that something has ended here. A place that was lent for want of a replica is given back
   * at once if nothing else is open: others wait for it, and an outer pool may keep us for long.
   */
  void ended() {
    NodeConnection used = current;
    if (used != null && used.isFallback() && !used.isInTransaction() && used.isIdle()) {
      current = null;
    }
    held.releaseIdleBut(current);
  }

  /** Returns a connection for a question about the database, which opens no transaction. */
  NodeConnection placeForQuestion() throws SQLException {
    NodeConnection node = place(null, null, 0);
    if (isInTransaction()) {
      enter(node);
    } else {
      settings.applyWithoutTransaction(node);
    }
    return node;
  }

  // --- Transactions -----------------------------------------------------------------------------

  /** Commits the open transaction, if there is one. */
  void commit() throws SQLException {
    NodeConnection node = current;
    if (node == null || !node.isInTransaction()) {
      return;
    }
    boolean mayHaveWritten = node.isPrimary() && !settings.readOnly();
    long sentNanos = now();
    node.writes().starts();
    try {
      node.physical().commit();
      node.committed();
    } catch (SQLException e) {
      SQLException told = failed(node, e);
      throw mayHaveWritten && node.isLost() ? SqlStates.outcomeUnknown(e, node.node()) : told;
    } finally {
      if (mayHaveWritten) {
        node.writes().ended(router.session(), sentNanos, now(), node.epoch());
      }
      endTransaction(node); // Last, for it may give the connection back.
    }
  }

  /** Rolls back; a server that has lost the connection has done so by itself. */
  void rollback() throws SQLException {
    NodeConnection node = current;
    if (node == null || !node.isInTransaction()) {
      return;
    }
    try {
      node.physical().rollback();
    } catch (SQLException e) {
      failed(node, e);
      if (!node.isLost()) {
        throw e;
      }
    } finally {
      endTransaction(node);
    }
  }

  private void endTransaction(NodeConnection node) {
    if (node.isInTransaction()) {
      node.rolledBack();
    }
    calls = 0;
    ended();
  }

  // --- End --------------------------------------------------------------------------------------

  /** Rolls back what is open and gives all connections back; a second call does nothing. */
  void close() throws SQLException {
    if (held.isClosed()) {
      return;
    }
    try {
      rollback();
    } finally {
      held.close();
    }
  }

  void abort(Executor executor) throws SQLException {
    held.abort(executor);
  }

  boolean isClosed() {
    return held.isClosed();
  }

  void ensureOpen() throws SQLException {
    held.ensureOpen();
  }
}
