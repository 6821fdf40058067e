package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.consistency.Consistency;
import dev.persistence.core.consistency.ReadScope;
import dev.persistence.routing.RouteReason;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection that gets its node with the first statement.
 *
 * <p>Until then settings are only remembered, so {@code getConnection(); setReadOnly;
 * setAutoCommit; commit; close} touches no pool. From the first statement to the end of its
 * transaction the node stays; in auto-commit mode every statement is its own transaction. When the
 * node must change between two transactions, the old physical connection stays with us as long as
 * statements on it are open, so that their results can still be read.
 *
 * <p>Not thread-safe, like any connection; {@link #abort} may be called by another thread.
 */
public final class RoutingConnection implements Connection {

  /** A choice may be so much older than the connection that it was made for. */
  private static final long CHOICE_HOLDS_NANOS = 5_000_000;

  private final Router router;
  private final RememberedSettings settings = new RememberedSettings();
  private final Held held = new Held();
  private final TextVeto text;
  private @Nullable NodeConnection current;
  private boolean inTransaction;

  /** Calls in manual commit mode that may have reached the server, since the last commit. */
  private int calls;

  /** When the node of the coming execution was checked, or 0 if that was not just now. */
  private long checkedNanos;

  private volatile boolean closed;

  public RoutingConnection(Router router) {
    this.router = router;
    this.text = new TextVeto(router.classifier());
  }

  // --- Choice of the node -----------------------------------------------------------------------

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
    NodeConnection pinned = inTransaction ? current : null;
    if (bound != null && obstacle != null) {
      if (pinned == null) {
        router.locate(bound);
        check(bound, obstacle);
      } else if (pinned != bound) {
        throw moved(bound, "the open transaction runs on another node", obstacle);
      }
      return bound;
    }
    return pinned != null ? pinned : chooseAnew(bound == null ? current : bound, excluded);
  }

  private NodeConnection chooseAnew(@Nullable NodeConnection old, long failed) throws SQLException {
    Consistency demand = demand();
    long sinceNanos = now();
    long excluded = failed;
    for (long nowNanos = sinceNanos; ; nowNanos = now()) {
      if (old != null) {
        router.locate(old); // Before the choice, so that a restart in between is noticed.
      }
      Topology seen = router.cluster().clock().topology();
      Node node =
          demand == null
              ? router.primary(primaryReason())
              : router.replica(demand, excluded, old == null ? -1 : old.node().index(), nowNanos);
      boolean primary = router.isPrimary(node);
      NodeConnection target = held.usable(node, primary);
      if (target == null) {
        try {
          target = borrow(router.borrow(node, demand, excluded, sinceNanos), primary);
        } catch (SQLException e) {
          router.cluster().clock().suspect(node.index());
          if (primary || closed) {
            throw e;
          }
          excluded |= node.bit();
        }
      }
      if (target != null && (target == old || isStillRight(target, demand, seen, sinceNanos))) {
        return makeCurrent(target);
      }
    }
  }

  private @Nullable NodeConnection borrow(@Nullable Lease lease, boolean primary)
      throws SQLException {
    if (lease == null) {
      return null;
    }
    NodeConnection borrowed = held.add(new NodeConnection(lease, primary));
    if (closed) { // Aborted by another thread while we waited for the pool.
      held.releaseAll();
      ensureOpen();
    }
    return borrowed;
  }

  /** Tells whether a choice holds that was made before the connection was there, and looks when. */
  @SuppressWarnings("ReferenceEquality") // Each change makes a new topology.
  private boolean isStillRight(
      NodeConnection target, @Nullable Consistency demand, Topology seen, long sinceNanos) {
    router.locate(target);
    if (demand == null || target.isPrimary()) {
      return true;
    }
    long now = now();
    if (router.cluster().clock().topology() == seen && now - sinceNanos < CHOICE_HOLDS_NANOS) {
      checkedNanos = now;
      return true;
    }
    return router.isStillEligible(demand, target.node().index());
  }

  private NodeConnection makeCurrent(NodeConnection chosen) {
    if (current != chosen) {
      current = chosen;
      held.releaseIdleBut(chosen);
    }
    return chosen;
  }

  /** Returns the freshness that a read demands, or null for work that belongs on the primary. */
  private @Nullable Consistency demand() {
    Consistency scope = ReadScope.current();
    if (scope == null && (settings.readOnly() || isReadByText())) {
      scope = router.cluster().config().consistency();
    }
    boolean replicaAllowed =
        scope != null
            && scope.level() != Consistency.Level.PRIMARY
            && !settings.isSerializable()
            && !text.isVeto();
    return replicaAllowed ? scope : null;
  }

  private RouteReason primaryReason() {
    if (text.isVeto()) {
      return RouteReason.VETOED;
    }
    if (ReadScope.current() == null && !settings.readOnly() && !isReadByText()) {
      return RouteReason.WRITE;
    }
    return settings.isSerializable() ? RouteReason.SERIALIZABLE : RouteReason.PRIMARY_DEMANDED;
  }

  private long now() {
    return router.cluster().clock().now();
  }

  /** Looks at the text of the statement that comes next, or at none. */
  void lookAt(String sql) {
    text.lookAt(sql);
  }

  /** Inside a transaction a read may follow that needs what the transaction will have written. */
  private boolean isReadByText() {
    return settings.autoCommit() && text.isRead();
  }

  // --- What statements report -------------------------------------------------------------------

  /** Returns the present at the start of an execution; reading the clock is what costs most. */
  long startedNanos() {
    long checked = checkedNanos;
    checkedNanos = 0;
    return checked == 0 ? now() : checked;
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
    if (text.isVeto()) {
      target.keep(); // For what the statement leaves in its session, such as a generated key.
    }
    if (!settings.autoCommit()) {
      inTransaction = true;
      calls++;
      makeCurrent(target);
    }
  }

  /** Returns the node for a call that the driver may answer with a query of its own. */
  private Connection ask() throws SQLException {
    lookAt("");
    NodeConnection node = place(null, null, 0);
    enter(node);
    return node.physical();
  }

  /** Checks that the node of a statement that cannot leave it is the right one. */
  private void check(NodeConnection target, String obstacle) throws SQLException {
    if (target.isPrimary()) {
      if (!router.isPrimary(target.node())) {
        throw moved(target, "it is the primary no more", obstacle);
      }
      return;
    }
    Consistency demand = demand();
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
    if (answered) {
      target.node().responded(now, now - startedNanos);
    }
    if (target.isPrimary() && !settings.readOnly() && !isReadByText()) {
      router.session().wrote(now, target.epoch());
    } else if (!isEventual()) {
      router.session().read(target.place(), now);
    }
  }

  /** An eventual read promises nothing to the reads after it. */
  private static boolean isEventual() {
    Consistency scope = ReadScope.current();
    return scope != null && scope.level() == Consistency.Level.EVENTUAL;
  }

  // --- What is done about failures --------------------------------------------------------------

  /** Takes in the failure of a call; returns what its caller is told. */
  SQLException failed(NodeConnection target, SQLException failure) {
    boolean lost = SqlStates.isConnectionLost(failure);
    if (lost || isDisowned(target, failure)) {
      target.lose();
      router.cluster().clock().suspect(target.node().index());
    }
    boolean lostRead = lost && inTransaction && !target.isPrimary();
    return lostRead ? SqlStates.transactionLost(failure, target.node()) : failure;
  }

  /**
   * Tells whether a failed statement may run once more, on another node: a read in auto-commit mode
   * whose replica was lost, or the first work of a transaction on a node that turned out not to be
   * the primary, once another one is known. Neither can have had an effect.
   */
  boolean mayRepeat(NodeConnection target, SQLException failure) {
    if (closed) {
      return false;
    }
    if (!target.isPrimary() && isReadByText() && SqlStates.isReadOnlyServer(failure)) {
      text.refuted();
      return true;
    }
    if (!target.isPrimary()) {
      return settings.autoCommit() && SqlStates.isConnectionLost(failure) && demand() != null;
    }
    if ((inTransaction && calls > 1)
        || !isDisowned(target, failure)
        || !router.awaitOtherPrimary(target.node())) {
      return false;
    }
    if (inTransaction) {
      inTransaction = false;
      calls = 0;
      target.rollbackQuietly();
    }
    return true;
  }

  /** Tells whether a server said to a write that it is not the primary. */
  private boolean isDisowned(NodeConnection target, SQLException failure) {
    return target.isPrimary() && !settings.readOnly() && SqlStates.isReadOnlyServer(failure);
  }

  /** Notes that the application can now write on the node without a statement of ours. */
  void escaped(NodeConnection target) throws SQLException {
    enter(target);
    target.escape();
    if (target.isPrimary()) {
      held.countAsWriter(router.session());
    }
  }

  void statementClosed() {
    if (!closed) {
      held.releaseIdleBut(current);
    }
  }

  // --- Statements -------------------------------------------------------------------------------

  @Override
  public Statement createStatement() throws SQLException {
    return routed(Connection::createStatement);
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return forUpdates(concurrency, routed(physical -> physical.createStatement(type, concurrency)));
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    return forUpdates(
        concurrency, routed(physical -> physical.createStatement(type, concurrency, holdability)));
  }

  private RoutedStatement<Statement> routed(BoundStatement.Recipe<Statement> recipe)
      throws SQLException {
    ensureOpen();
    return new RoutedStatement<>(this, recipe);
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return prepared(sql, physical -> physical.prepareStatement(sql));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    return forUpdates(
        concurrency, prepared(sql, physical -> physical.prepareStatement(sql, type, concurrency)));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return forUpdates(
        concurrency,
        prepared(sql, physical -> physical.prepareStatement(sql, type, concurrency, holdability)));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
    return prepared(sql, physical -> physical.prepareStatement(sql, autoGeneratedKeys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
    return prepared(sql, physical -> physical.prepareStatement(sql, columnIndexes));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
    return prepared(sql, physical -> physical.prepareStatement(sql, columnNames));
  }

  private RoutedPreparedStatement<PreparedStatement> prepared(
      String sql, BoundStatement.Recipe<PreparedStatement> recipe) throws SQLException {
    ensureOpen();
    RoutedPreparedStatement<PreparedStatement> made = new RoutedPreparedStatement<>(this, recipe);
    made.preparedWith(sql);
    return made;
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    return callable(sql, physical -> physical.prepareCall(sql));
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return forUpdates(
        concurrency, callable(sql, physical -> physical.prepareCall(sql, type, concurrency)));
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return forUpdates(
        concurrency,
        callable(sql, physical -> physical.prepareCall(sql, type, concurrency, holdability)));
  }

  private RoutedCallableStatement callable(
      String sql, BoundStatement.Recipe<CallableStatement> recipe) throws SQLException {
    ensureOpen();
    RoutedCallableStatement made = new RoutedCallableStatement(this, recipe);
    made.preparedWith(sql);
    return made;
  }

  /** An updatable result set writes without a statement of ours. */
  private static <T extends BoundStatement<?>> T forUpdates(int concurrency, T statement) {
    if (concurrency == ResultSet.CONCUR_UPDATABLE) {
      statement.makeUpdatable();
    }
    return statement;
  }

  // --- Transactions -----------------------------------------------------------------------------

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    ensureOpen();
    if (autoCommit == settings.autoCommit()) {
      return;
    }
    if (autoCommit) {
      endByCommit();
    }
    settings.autoCommit(autoCommit);
    calls = 0;
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    ensureOpen();
    return settings.autoCommit();
  }

  @Override
  public void commit() throws SQLException {
    ensureManualCommit("commit");
    endByCommit();
  }

  @Override
  public void rollback() throws SQLException {
    ensureManualCommit("roll back");
    endByRollback();
  }

  private void endByCommit() throws SQLException {
    NodeConnection node = current;
    if (node == null || !inTransaction) {
      return;
    }
    boolean mayHaveWritten = node.isPrimary() && !settings.readOnly();
    inTransaction = false;
    calls = 0;
    try {
      node.physical().commit();
    } catch (SQLException e) {
      failed(node, e);
      throw mayHaveWritten ? SqlStates.outcomeUnknown(e, node.node()) : e;
    } finally {
      if (mayHaveWritten) {
        router.session().wrote(router.cluster().clock().now(), node.epoch());
      }
    }
  }

  /** A server that has lost the connection has rolled back by itself. */
  private void endByRollback() throws SQLException {
    NodeConnection node = current;
    if (node == null || !inTransaction) {
      return;
    }
    inTransaction = false;
    calls = 0;
    try {
      node.physical().rollback();
    } catch (SQLException e) {
      if (!node.isLost() && !SqlStates.isConnectionLost(e)) {
        throw e;
      }
      failed(node, e);
    }
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return inTransaction().setSavepoint();
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return inTransaction().setSavepoint(name);
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    inTransaction().rollback(savepoint);
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    inTransaction().releaseSavepoint(savepoint);
  }

  private Connection inTransaction() throws SQLException {
    ensureManualCommit("use a savepoint");
    return ask();
  }

  private void ensureManualCommit(String what) throws SQLException {
    ensureOpen();
    if (settings.autoCommit()) {
      throw new SQLException(
          new Explanation("Cannot " + what, "auto-commit is on", "Call setAutoCommit(false) first")
              .toString(),
          "25000");
    }
  }

  // --- Settings ---------------------------------------------------------------------------------

  @Override
  public void setReadOnly(boolean readOnly) throws SQLException {
    ensureOpen();
    if (readOnly == settings.readOnly()) {
      return;
    }
    ensureNoTransaction("read-only");
    settings.readOnly(readOnly);
  }

  private void ensureNoTransaction(String setting) throws SQLException {
    if (inTransaction) {
      throw new SQLException(
          new Explanation(
                  "Cannot change " + setting, "a transaction is open", "Commit or roll back first")
              .toString(),
          "25001");
    }
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    ensureOpen();
    return settings.readOnly();
  }

  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    ensureNoTransaction("the isolation");
    remember(Setting.ISOLATION, level, physical -> physical.setTransactionIsolation(level));
  }

  @Override
  public int getTransactionIsolation() throws SQLException {
    ensureOpen();
    return settings.value(Setting.ISOLATION) instanceof Integer level
        ? level
        : ask().getTransactionIsolation();
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    remember(Setting.HOLDABILITY, holdability, physical -> physical.setHoldability(holdability));
  }

  @Override
  public int getHoldability() throws SQLException {
    ensureOpen();
    return settings.value(Setting.HOLDABILITY) instanceof Integer holdability
        ? holdability
        : ask().getHoldability();
  }

  @Override
  public void setCatalog(@Nullable String catalog) throws SQLException {
    remember(Setting.CATALOG, catalog, physical -> physical.setCatalog(catalog));
  }

  @Override
  public @Nullable String getCatalog() throws SQLException {
    ensureOpen();
    return settings.remembers(Setting.CATALOG)
        ? (String) settings.value(Setting.CATALOG)
        : ask().getCatalog();
  }

  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    remember(Setting.SCHEMA, schema, physical -> physical.setSchema(schema));
  }

  @Override
  public @Nullable String getSchema() throws SQLException {
    ensureOpen();
    return settings.remembers(Setting.SCHEMA)
        ? (String) settings.value(Setting.SCHEMA)
        : ask().getSchema();
  }

  @Override
  public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
    remember(
        Setting.NETWORK_TIMEOUT,
        milliseconds,
        physical -> physical.setNetworkTimeout(executor, milliseconds));
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    ensureOpen();
    return settings.value(Setting.NETWORK_TIMEOUT) instanceof Integer milliseconds
        ? milliseconds
        : ask().getNetworkTimeout();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    remember(Setting.TYPE_MAP, map, physical -> physical.setTypeMap(map));
  }

  @Override
  @SuppressWarnings("unchecked") // Only setTypeMap remembers a value under this key.
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    ensureOpen();
    Object map = settings.value(Setting.TYPE_MAP);
    return map != null ? (Map<String, Class<?>>) map : new HashMap<>();
  }

  @Override
  public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
    Properties all = getClientInfo();
    all.setProperty(name, value == null ? "" : value);
    setClientInfo(all);
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    if (closed) {
      throw new SQLClientInfoException("The connection is closed", "08003", Map.of());
    }
    Properties copy = new Properties();
    copy.putAll(properties);
    settings.remember(Setting.CLIENT_INFO, copy, physical -> physical.setClientInfo(copy));
  }

  @Override
  public @Nullable String getClientInfo(String name) {
    return getClientInfo().getProperty(name);
  }

  @Override
  public Properties getClientInfo() {
    Properties copy = new Properties();
    if (settings.value(Setting.CLIENT_INFO) instanceof Properties known) {
      copy.putAll(known);
    }
    return copy;
  }

  private void remember(Setting setting, @Nullable Object value, RememberedSettings.Application how)
      throws SQLException {
    ensureOpen();
    settings.remember(setting, value, how);
  }

  // --- What only the driver can answer ----------------------------------------------------------

  /** Returns an object that asks a node for each of its answers and pins none before that. */
  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    ensureOpen();
    return RoutedMetaData.of(this);
  }

  /** Returns a connection for a question about the database, which opens no transaction. */
  NodeConnection placeForQuestion() throws SQLException {
    NodeConnection node = place(null, null, 0);
    if (inTransaction) {
      enter(node);
    } else {
      settings.applyWithoutTransaction(node);
    }
    return node;
  }

  @Override
  public String nativeSQL(String sql) throws SQLException {
    return ask().nativeSQL(sql);
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    ensureOpen();
    return current == null ? null : current.physical().getWarnings();
  }

  @Override
  public void clearWarnings() throws SQLException {
    ensureOpen();
    if (current != null) {
      current.physical().clearWarnings();
    }
  }

  @Override
  public boolean isValid(int timeout) throws SQLException {
    if (timeout < 0) {
      throw new SQLException("timeout is " + timeout + "; allowed: 0 or more seconds", "22023");
    }
    return !closed && (current == null || current.physical().isValid(timeout));
  }

  @Override
  public Clob createClob() throws SQLException {
    return ask().createClob();
  }

  @Override
  public Blob createBlob() throws SQLException {
    return ask().createBlob();
  }

  @Override
  public NClob createNClob() throws SQLException {
    return ask().createNClob();
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    return ask().createSQLXML();
  }

  @Override
  public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    return ask().createArrayOf(typeName, elements);
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    return ask().createStruct(typeName, attributes);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    NodeConnection node = place(null, null, 0);
    escaped(node);
    return type.isInstance(node.physical())
        ? type.cast(node.physical())
        : node.physical().unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    ensureOpen();
    if (type.isInstance(this)) {
      return true;
    }
    NodeConnection node = current == null ? place(null, null, 0) : current;
    return type.isInstance(node.physical()) || node.physical().isWrapperFor(type);
  }

  // --- End --------------------------------------------------------------------------------------

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    try {
      if (inTransaction) {
        endByRollback();
      }
    } finally {
      closed = true;
      held.releaseAll();
    }
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    if (executor == null) {
      throw new SQLException("executor is null; allowed: any value but null", "22023");
    }
    closed = true;
    held.abort(executor);
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  private void ensureOpen() throws SQLException {
    if (closed) {
      throw new SQLNonTransientConnectionException(
          new Explanation(
                  "The connection cannot be used", "it is closed", "Get a new one for new work")
              .toString(),
          "08003");
    }
  }
}
