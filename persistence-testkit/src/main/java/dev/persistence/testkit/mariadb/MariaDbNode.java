package dev.persistence.testkit.mariadb;

import dev.persistence.testkit.DatabaseNode;
import dev.persistence.testkit.internal.gtid.GtidNode;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * One MariaDB server of a {@link MariaDbCluster}, with the verbs of {@link DatabaseNode}.
 *
 * <p>Its URLs are for MySQL Connector/J and carry an ordinary user: it owns the databases of the
 * tests, may watch replication, and cannot write on a replica. {@link #applyDelay} takes whole
 * seconds, 0 to 1 day, ends a pause, and may come out up to a second longer, as the server counts
 * seconds; {@link #promote} waits for what has arrived, delay included.
 */
public final class MariaDbNode implements DatabaseNode {

  private final GtidNode node;

  MariaDbNode(GtidNode node) {
    this.node = node;
  }

  GtidNode unwrap() {
    return node;
  }

  @Override
  public String name() {
    return node.name();
  }

  @Override
  public String host() {
    return node.host();
  }

  @Override
  public int port() {
    return node.port();
  }

  @Override
  public String jdbcUrl(String databaseName) {
    return node.jdbcUrl(databaseName);
  }

  @Override
  public String jdbcUrl() {
    return node.jdbcUrl();
  }

  @Override
  public DataSource dataSource(String databaseName) {
    return node.dataSource(databaseName);
  }

  @Override
  public DataSource dataSource() {
    return node.dataSource();
  }

  @Override
  public boolean isRunning() {
    return node.isRunning();
  }

  @Override
  public void pauseReplay() {
    node.pauseReplay();
  }

  @Override
  public void resumeReplay() {
    node.resumeReplay();
  }

  @Override
  public void applyDelay(Duration delay) {
    node.applyDelay(delay);
  }

  @Override
  public void promote() {
    node.promote();
  }

  @Override
  public void stop() {
    node.stop();
  }

  @Override
  public void kill() {
    node.kill();
  }

  @Override
  public void freeze() {
    node.freeze();
  }

  @Override
  public void thaw() {
    node.thaw();
  }

  @Override
  public void restart() {
    node.restart();
  }

  @Override
  public String toString() {
    return node.toString();
  }
}
