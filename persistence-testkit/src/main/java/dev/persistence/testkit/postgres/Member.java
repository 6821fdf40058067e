package dev.persistence.testkit.postgres;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.internal.Server;
import java.time.Duration;

/** One server of a cluster with the statements that only need this server. */
final class Member {

  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final String REPLAY_HOLDS =
      "SELECT pg_get_wal_replay_pause_state() = 'paused'"
          + " OR (pg_get_wal_replay_pause_state() = 'pause requested'"
          + " AND current_setting('recovery_min_apply_delay') <> '0')";

  private final String name;
  private final Server server;
  private final Sql sql;

  Member(String name, Server server) {
    this.name = name;
    this.server = server;
    this.sql = new Sql(name, server);
  }

  String name() {
    return name;
  }

  Server server() {
    return server;
  }

  Sql sql() {
    return sql;
  }

  /** Tells whether the server can be spoken to. */
  boolean isReachable() {
    return server.isReachable();
  }

  boolean isStandby() {
    return sql.isTrue("SELECT pg_is_in_recovery()");
  }

  void requireStandby() {
    if (!isStandby()) {
      throw new IllegalStateException(
          name + " is no standby; allowed: a node that replays a primary's log");
    }
  }

  void pauseReplay() {
    requireStandby();
    sql.run("SELECT pg_wal_replay_pause()");
    require("pause its replay", REPLAY_HOLDS);
  }

  void resumeReplay() {
    requireStandby();
    sql.run("SELECT pg_wal_replay_resume()");
  }

  void applyDelay(Duration delay) {
    requireStandby();
    String wanted = Long.toString(delay.toMillis());
    sql.alterSystem("recovery_min_apply_delay", wanted);
    awaitSetting("recovery_min_apply_delay", wanted);
  }

  /** Resumes replay and takes back a delay. */
  void calm() {
    resumeReplay();
    if (!sql.isTrue(settingIs("recovery_min_apply_delay", "0"))) {
      applyDelay(Duration.ZERO);
    }
  }

  void promote() {
    requireStandby();
    if (!sql.isTrue("SELECT pg_promote(true, " + BOUND.toSeconds() + ")")) {
      throw failed("be promoted");
    }
  }

  /** Makes the server keep its log for the follower from now on. */
  void ensureSlot(String follower) {
    sql.run(
        "SELECT pg_create_physical_replication_slot(slot, true) FROM (VALUES ("
            + Sql.literal(follower)
            + ")) AS wanted(slot)"
            + " WHERE slot NOT IN (SELECT slot_name FROM pg_replication_slots)");
  }

  /** Lets a running standby stream from the primary and returns when it does. */
  void follow(String conninfo, int port) {
    sql.alterSystem("primary_slot_name", name);
    sql.alterSystem("primary_conninfo", conninfo);
    awaitStreaming(port);
  }

  void awaitStreaming(int port) {
    require(
        "stream from port " + port,
        "SELECT count(*) = 1 FROM pg_stat_wal_receiver"
            + " WHERE status = 'streaming' AND sender_port = "
            + port);
  }

  void awaitSetting(String parameter, String value) {
    require("take over " + parameter, settingIs(parameter, value));
  }

  private static String settingIs(String parameter, String value) {
    return "SELECT setting = "
        + Sql.literal(value)
        + " FROM pg_settings WHERE name = "
        + Sql.literal(parameter);
  }

  private void require(String verb, String condition) {
    if (!sql.becomesTrue(condition, BOUND)) {
      throw failed(verb);
    }
  }

  private PersistenceException failed(String verb) {
    return new PersistenceException(
        new Explanation(
            "Test server " + name + " did not " + verb + " within " + BOUND,
            "its log tells",
            "A server whose history has diverged must rejoin the cluster instead"),
        null);
  }
}
