package dev.persistence.testkit.internal.gtid;

import dev.persistence.core.Arguments;
import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.internal.DriverDataSource;
import dev.persistence.testkit.internal.Ownership;
import dev.persistence.testkit.internal.Server;
import java.time.Duration;
import javax.sql.DataSource;

/** A {@link DatabaseNode} of either engine; the engines' public classes speak through it. */
public final class GtidNode implements DatabaseNode {

  static final Duration BOUND = Duration.ofSeconds(30);

  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

  private final GtidMember member;
  private final String database;
  private final Ownership ownership;

  GtidNode(GtidMember member, String database, Ownership ownership) {
    this.member = member;
    this.database = database;
    this.ownership = ownership;
  }

  GtidMember member() {
    return member;
  }

  @Override
  public String name() {
    return member.name();
  }

  @Override
  public String host() {
    return member.server().host();
  }

  @Override
  public int port() {
    return member.server().port();
  }

  @Override
  public String jdbcUrl(String databaseName) {
    return JdbcUrl.of(port(), Arguments.notBlank("databaseName", databaseName), Account.TEST);
  }

  @Override
  public String jdbcUrl() {
    return jdbcUrl(database);
  }

  @Override
  public DataSource dataSource(String databaseName) {
    return new DriverDataSource(jdbcUrl(databaseName));
  }

  @Override
  public DataSource dataSource() {
    return dataSource(database);
  }

  @Override
  public boolean isRunning() {
    return member.server().isRunning();
  }

  @Override
  public void pauseReplay() {
    member.requireReplica();
    member.steering().run("STOP REPLICA SQL_THREAD");
  }

  @Override
  public void resumeReplay() {
    member.requireReplica();
    member.steering().run("START REPLICA SQL_THREAD");
  }

  @Override
  public void applyDelay(Duration delay) {
    Arguments.inRange("delay", delay, Duration.ZERO, LONGEST_DELAY);
    if (!delay.equals(Duration.ofSeconds(delay.toSeconds()))) {
      throw new IllegalArgumentException(
          "delay is " + delay + "; allowed: whole seconds, since the server counts those");
    }
    member.requireReplica();
    member.applyDelay(delay);
  }

  @Override
  public void promote() {
    ownership.requireExclusive("promote");
    member.requireReplica();
    member.promote(BOUND);
  }

  @Override
  public void stop() {
    breaking("stop").stop();
  }

  @Override
  public void kill() {
    breaking("kill").kill();
  }

  @Override
  public void freeze() {
    breaking("freeze").freeze();
  }

  @Override
  public void thaw() {
    breaking("thaw").thaw();
  }

  @Override
  public void restart() {
    breaking("restart").restart();
  }

  private Server breaking(String verb) {
    ownership.requireExclusive(verb);
    return member.server();
  }

  @Override
  public String toString() {
    return name() + "(" + host() + ":" + port() + ")";
  }
}
