package dev.persistence.routing.internal;

import dev.persistence.core.Explanation;
import dev.persistence.core.consistency.Session;
import dev.persistence.routing.NodeRole;
import dev.persistence.routing.RouteDecision;
import dev.persistence.routing.RouteReason;
import dev.persistence.routing.SelfTestResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Makes one read-only transaction through an outer data source and looks where it went. */
public final class SelfTest {

  private final Router router;
  private final DataSource outer;

  public SelfTest(Router router, DataSource outer) {
    this.router = router;
    this.outer = outer;
  }

  public SelfTestResult run() throws SQLException {
    try (Session session = Session.open();
        Connection connection = outer.getConnection()) {
      RouteDecision early = router.lastDecision();
      try {
        connection.setReadOnly(true);
      } catch (SQLException e) {
        if (early == null) {
          throw e;
        }
        return tooEarly(early);
      }
      read(connection);
      return result(early, router.lastDecision());
    }
  }

  private static void read(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    }
    connection.rollback();
  }

  private SelfTestResult result(@Nullable RouteDecision early, @Nullable RouteDecision decision) {
    if (decision == null) {
      return failed(
          null,
          "no connection of this routed data source was used",
          "Build " + name(outer) + " on top of it");
    }
    if (decision.role() == NodeRole.REPLICA) {
      return new SelfTestResult(true, decision.toString(), decision);
    }
    if (early != null) {
      return tooEarly(decision);
    }
    if (decision.reason() == RouteReason.WRITE) {
      return failed(
          decision,
          name(outer) + " does not pass setReadOnly(true) on",
          "Let it, or open a ReadScope around reads");
    }
    return failed(decision, decision.toString(), "See why the replicas were not used");
  }

  private SelfTestResult tooEarly(RouteDecision decision) {
    return failed(
        decision,
        name(outer) + " runs a statement before it hands a connection out, which chooses the node",
        "Turn off its connection test, its initial SQL or its query for defaults");
  }

  private static SelfTestResult failed(
      @Nullable RouteDecision decision, String why, String remedy) {
    String what = "A read-only transaction does not reach a replica";
    return new SelfTestResult(false, new Explanation(what, why, remedy).toString(), decision);
  }

  private static String name(DataSource source) {
    return source.getClass().getName();
  }
}
