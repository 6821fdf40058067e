package dev.persistence.testkit.postgres;

import dev.persistence.core.Arguments;
import dev.persistence.core.PersistenceException;
import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.internal.DriverDataSource;
import dev.persistence.testkit.internal.Ownership;
import dev.persistence.testkit.internal.Server;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * One PostgreSQL server of a {@link PostgresCluster}, with the verbs that make it lag, fail and
 * come back.
 *
 * <p>Name, host and port never change, also over {@link #restart} and {@link
 * PostgresCluster#rejoin}. Every verb blocks until it has taken effect, at most about 30 s, or two
 * minutes where it starts a server, and throws {@link PersistenceException} when it does not.
 * Connections and data sources may be used on any thread; the verbs of one cluster are for one
 * thread at a time.
 *
 * <p>On a node of a shared cluster or of a {@linkplain PostgresCluster#database view}, the breaking
 * verbs ({@link #promote}, {@link #stop}, {@link #kill}, {@link #freeze}, {@link #thaw}, {@link
 * #restart}) throw {@link IllegalStateException}, since others use the same servers; so does a verb
 * that needs a standby on any other node.
 */
public final class PostgresNode implements DatabaseNode {

  private static final Duration LONGEST_DELAY = Duration.ofDays(1);

  private final Member member;
  private final String database;
  private final Ownership ownership;

  PostgresNode(Member member, String database, Ownership ownership) {
    this.member = member;
    this.database = database;
    this.ownership = ownership;
  }

  Member member() {
    return member;
  }

  /** Returns the node's name within its cluster: {@code pg1} is the first primary. */
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

  /**
   * Returns the JDBC URL of one of this node's databases, with the superuser's name in it and no
   * password needed; more options can be appended after {@code &}.
   */
  @Override
  public String jdbcUrl(String databaseName) {
    return Sql.url(host(), port(), Arguments.notBlank("database", databaseName));
  }

  @Override
  public String jdbcUrl() {
    return jdbcUrl(database);
  }

  @Override
  public DataSource dataSource() {
    return dataSource(database);
  }

  @Override
  public DataSource dataSource(String databaseName) {
    return new DriverDataSource(jdbcUrl(databaseName));
  }

  @Override
  public boolean isRunning() {
    return member.server().isRunning();
  }

  /**
   * Stops the replay of this standby: it goes on receiving the primary's log, and shows the state
   * of now until {@link #resumeReplay}.
   */
  @Override
  public void pauseReplay() {
    member.pauseReplay();
  }

  /** Lets this standby replay again; it returns at once, catching up takes about 0.1 s. */
  @Override
  public void resumeReplay() {
    member.resumeReplay();
  }

  /**
   * Lets this standby replay every commit that much later than the primary made it.
   *
   * @param delay in whole milliseconds, 0 to 1 day; zero takes the delay back
   */
  @Override
  public void applyDelay(Duration delay) {
    Arguments.inRange("delay", delay, Duration.ZERO, LONGEST_DELAY);
    if (delay.toNanosPart() % 1_000_000 != 0) {
      throw new IllegalArgumentException(
          "delay is " + delay + "; allowed: whole milliseconds, since the server counts those");
    }
    member.applyDelay(delay);
  }

  /**
   * Turns this standby into a server that accepts writes, on a new timeline. The cluster does not
   * take notice: for a failover use {@link PostgresCluster#promote}, for a split brain this.
   */
  @Override
  public void promote() {
    ownership.requireExclusive("promote");
    member.promote();
  }

  @Override
  public void stop() {
    breaking("stop").stop();
  }

  /** Kills the server and all its children (SIGKILL), as a crash does; the data stays. */
  @Override
  public void kill() {
    breaking("kill").kill();
  }

  /**
   * Suspends the server and all its children (SIGSTOP): it accepts TCP connections, and answers
   * nothing.
   */
  @Override
  public void freeze() {
    breaking("freeze").freeze();
  }

  @Override
  public void thaw() {
    breaking("thaw").thaw();
  }

  /**
   * Starts the server on its data again, after stopping it if it runs. A killed primary comes back
   * as a server that accepts writes on its old timeline, even when another was promoted meanwhile.
   */
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
