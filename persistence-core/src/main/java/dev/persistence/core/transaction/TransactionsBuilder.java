package dev.persistence.core.transaction;

import dev.persistence.core.Arguments;
import dev.persistence.core.TimeSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Options of {@link Transactions}.
 *
 * <p>Defaults: isolation of the connection, not read-only, 5 attempts, pauses of up to 10 ms that
 * double to at most 1 s, no patience with failovers, the JVM's clock. Not thread-safe.
 */
public final class TransactionsBuilder {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final DataSource dataSource;
  @Nullable Isolation isolation;
  boolean readOnly;
  int maxAttempts = 5;
  Duration backoffBase = Duration.ofMillis(10);
  Duration backoffCap = Duration.ofSeconds(1);
  Duration failoverPatience = Duration.ZERO;
  TimeSource timeSource = TimeSource.system();

  TransactionsBuilder(DataSource dataSource) {
    this.dataSource = Arguments.notNull("dataSource", dataSource);
  }

  /** Sets the isolation of each transaction; by default it is what the connection came with. */
  public TransactionsBuilder isolation(Isolation isolation) {
    this.isolation = Arguments.notNull("isolation", isolation);
    return this;
  }

  /** Makes connections read-only, which a routed data source takes as leave to use a replica. */
  public TransactionsBuilder readOnly() {
    this.readOnly = true;
    return this;
  }

  /**
   * Limits how often a body runs, the first time included.
   *
   * @param maxAttempts 1 to 100; 1 means never again
   */
  public TransactionsBuilder maxAttempts(int maxAttempts) {
    this.maxAttempts = Arguments.inRange("maxAttempts", maxAttempts, 1, 100);
    return this;
  }

  /**
   * Sets the pauses between attempts: each is random between zero and a bound, which starts at the
   * base and doubles up to the cap ("full jitter").
   *
   * @param base zero to one minute
   * @param cap the base to one minute
   * @see <a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">
   *     Exponential Backoff And Jitter</a>
   */
  public TransactionsBuilder backoff(Duration base, Duration cap) {
    Duration checked = Arguments.inRange("backoffBase", base, Duration.ZERO, LONGEST);
    this.backoffCap = Arguments.inRange("backoffCap", cap, checked, LONGEST);
    this.backoffBase = checked;
    return this;
  }

  /**
   * Lets a body run again, for so long since the first loss, when the connection was lost or the
   * node takes no writes, surely before COMMIT was sent; zero, never, to one hour. These runs do
   * not count as attempts; the pauses are those of {@link #backoff}. With {@link #readOnly} only a
   * lost connection counts, since no node would take the write. Default: zero.
   */
  public TransactionsBuilder failoverPatience(Duration patience) {
    this.failoverPatience =
        Arguments.inRange("failoverPatience", patience, Duration.ZERO, Duration.ofHours(1));
    return this;
  }

  /** Sets what the pauses are waited on. */
  public TransactionsBuilder timeSource(TimeSource timeSource) {
    this.timeSource = Arguments.notNull("timeSource", timeSource);
    return this;
  }

  /** Returns the transactions of the data source with these options. */
  public Transactions build() {
    return new Transactions(dataSource, new TransactionsConfig(this));
  }
}
