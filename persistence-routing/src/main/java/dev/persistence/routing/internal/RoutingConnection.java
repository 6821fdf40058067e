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

  private final Router router;
  private final RememberedSettings settings = new RememberedSettings();
  private final Held held = new Held();
  private @Nullable NodeConnection current;
  private boolean inTransaction;
  private volatile boolean closed;

  public RoutingConnection(Router router) {
    this.router = router;
  }

  // --- Choice of the node -----------------------------------------------------------------------

  /** Returns the node for the statement that is about to be made. */
  private NodeConnection choose() throws SQLException {
    ensureOpen();
    NodeConnection pinned = current;
    if (pinned == null || !inTransaction) {
      pinned = chooseAnew(pinned);
    }
    settings.applyTo(pinned);
    return pinned;
  }

  private NodeConnection chooseAnew(@Nullable NodeConnection old) throws SQLException {
    Consistency demand = demand();
    long sinceNanos = router.cluster().clock().now();
    long excluded = 0;
    while (true) {
      Node node =
          demand == null
              ? router.primary(primaryReason())
              : router.replica(demand, excluded, old == null ? -1 : old.node().index());
      NodeConnection known = held.usable(node);
      if (known != null) {
        return makeCurrent(known);
      }
      boolean primary = node.index() == router.cluster().clock().topology().primary();
      NodeConnection borrowed;
      try {
        Lease lease = router.borrow(node, demand, excluded, sinceNanos);
        if (lease == null) {
          continue;
        }
        borrowed = held.add(new NodeConnection(lease, primary));
      } catch (SQLException e) {
        router.cluster().clock().suspect(node.index());
        if (primary) {
          throw e;
        }
        excluded |= node.bit();
        continue;
      }
      if (closed) { // Aborted by another thread while we waited for the pool.
        held.releaseAll();
      }
      ensureOpen();
      return makeCurrent(borrowed);
    }
  }

  private NodeConnection makeCurrent(NodeConnection chosen) {
    NodeConnection old = current;
    current = chosen;
    if (old != null && old != chosen) {
      held.releaseIfIdle(old);
    }
    return chosen;
  }

  /** Returns the freshness that a read demands, or null for work that belongs on the primary. */
  private @Nullable Consistency demand() {
    Consistency scope = ReadScope.current();
    if (scope == null && settings.readOnly()) {
      scope = router.cluster().config().consistency();
    }
    boolean replicaAllowed =
        scope != null && scope.level() != Consistency.Level.PRIMARY && !settings.isSerializable();
    return replicaAllowed ? scope : null;
  }

  private RouteReason primaryReason() {
    if (ReadScope.current() == null && !settings.readOnly()) {
      return RouteReason.WRITE;
    }
    return settings.isSerializable() ? RouteReason.SERIALIZABLE : RouteReason.PRIMARY_DEMANDED;
  }

  // --- What statements report -------------------------------------------------------------------

  /** Checks that a statement may run on its node now; returns the time of its start. */
  long beforeExecution(NodeConnection target) throws SQLException {
    enter(target);
    return router.cluster().clock().now();
  }

  /**
   * Checks the node, and in manual commit mode pins it: from here on the driver may have opened a
   * transaction on it.
   */
  private void enter(NodeConnection target) throws SQLException {
    ensureOpen();
    if (inTransaction) {
      if (target != current) {
        throw moved(target, "the open transaction runs on another node");
      }
    } else {
      router.locate(target);
      check(target);
    }
    settings.applyTo(target);
    if (!settings.autoCommit()) {
      inTransaction = true;
      makeCurrent(target);
    }
  }

  /** Returns the node for a call that the driver may answer with a query of its own. */
  private Connection ask() throws SQLException {
    NodeConnection node = choose();
    enter(node);
    return node.physical();
  }

  /** Checks that a statement's node still fits: time has passed since the statement was made. */
  private void check(NodeConnection target) throws SQLException {
    if (target.isPrimary()) {
      if (!router.isPrimary(target.node())) {
        throw moved(target, "it is the primary no more");
      }
      return;
    }
    Consistency demand = demand();
    if (demand == null) {
      throw moved(target, "it was made for a read, and the work now belongs on the primary");
    }
    if (!router.isStillEligible(demand, target.node().index())) {
      throw moved(target, "the node is no longer fresh enough for this session");
    }
  }

  private static SQLException moved(NodeConnection target, String why) {
    return new SQLTransientException(
        new Explanation(
                "The statement on node \"" + target.node() + "\" was not run",
                why,
                "Make the statement again on the same connection and run it")
            .toString(),
        "25000");
  }

  void afterExecution(NodeConnection target, long startedNanos) {
    long now = router.cluster().clock().now();
    target.node().responded(now, now - startedNanos);
    if (target.isPrimary() && !settings.readOnly()) {
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

  void failed(NodeConnection target, SQLException failure) {
    if (SqlStates.isConnectionLost(failure)) {
      target.lose();
      router.cluster().clock().suspect(target.node().index());
    }
  }

  /** Notes that the application can now write on the node without a statement of ours. */
  void escaped(NodeConnection target) throws SQLException {
    enter(target);
    target.escape();
    if (target.isPrimary()) {
      held.countAsWriter(router.session());
    }
  }

  void statementClosed(NodeConnection target) {
    if (target != current && !closed) {
      held.releaseIfIdle(target);
    }
  }

  // --- Statements -------------------------------------------------------------------------------

  @Override
  public Statement createStatement() throws SQLException {
    NodeConnection node = choose();
    return routed(node.physical().createStatement(), node);
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    NodeConnection node = chooseFor(concurrency);
    return routed(node.physical().createStatement(type, concurrency), node);
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    NodeConnection node = chooseFor(concurrency);
    return routed(node.physical().createStatement(type, concurrency, holdability), node);
  }

  private RoutedStatement routed(Statement statement, NodeConnection node) {
    return new RoutedStatement(statement, new StatementExecution(this, node));
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    NodeConnection node = choose();
    return routed(node.physical().prepareStatement(sql), node);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    NodeConnection node = chooseFor(concurrency);
    return routed(node.physical().prepareStatement(sql, type, concurrency), node);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    NodeConnection node = chooseFor(concurrency);
    return routed(node.physical().prepareStatement(sql, type, concurrency, holdability), node);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
    NodeConnection node = choose();
    return routed(node.physical().prepareStatement(sql, autoGeneratedKeys), node);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
    NodeConnection node = choose();
    return routed(node.physical().prepareStatement(sql, columnIndexes), node);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
    NodeConnection node = choose();
    return routed(node.physical().prepareStatement(sql, columnNames), node);
  }

  private RoutedPreparedStatement routed(PreparedStatement statement, NodeConnection node) {
    return new RoutedPreparedStatement(statement, new StatementExecution(this, node));
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    NodeConnection node = choose();
    return routed(node.physical().prepareCall(sql), node);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    NodeConnection node = chooseFor(concurrency);
    return routed(node.physical().prepareCall(sql, type, concurrency), node);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    NodeConnection node = chooseFor(concurrency);
    return routed(node.physical().prepareCall(sql, type, concurrency, holdability), node);
  }

  private RoutedCallableStatement routed(CallableStatement statement, NodeConnection node) {
    return new RoutedCallableStatement(statement, new StatementExecution(this, node));
  }

  /** An updatable result set writes without a statement of ours. */
  private NodeConnection chooseFor(int concurrency) throws SQLException {
    NodeConnection node = choose();
    if (concurrency == ResultSet.CONCUR_UPDATABLE) {
      escaped(node);
    }
    return node;
  }

  // --- Transactions -----------------------------------------------------------------------------

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    ensureOpen();
    if (autoCommit && !settings.autoCommit()) {
      endByCommit();
    }
    settings.autoCommit(autoCommit);
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

  private void endByRollback() throws SQLException {
    NodeConnection node = current;
    if (node != null && inTransaction) {
      inTransaction = false;
      node.physical().rollback();
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

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    NodeConnection node = choose();
    enter(node);
    node.escape();
    return node.physical().getMetaData();
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
    NodeConnection node = choose();
    escaped(node);
    return type.isInstance(node.physical())
        ? type.cast(node.physical())
        : node.physical().unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || choose().physical().isWrapperFor(type);
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
