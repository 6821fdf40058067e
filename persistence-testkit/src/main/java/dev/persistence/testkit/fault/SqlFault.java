package dev.persistence.testkit.fault;

import dev.persistence.core.Arguments;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a {@link FaultyDataSource} is told to produce. Immutable.
 *
 * <pre>{@code
 * SqlFault.on(JdbcOperation.STATEMENT).sqlState("40001").skip(1).times(2);    // the 2nd and 3rd
 * SqlFault.on(JdbcOperation.COMMIT).sqlState("08006").afterwards().breaking(); // answer lost
 * SqlFault.on(JdbcOperation.GET_CONNECTION).delay(Duration.ofSeconds(2));      // slow, no failure
 * }</pre>
 *
 * <p>Defaults: strikes the next operation, once, before it reaches the database, with no delay, and
 * leaves the connection usable. Without an SQLState nothing fails, unless the connection is broken.
 */
public final class SqlFault {

  private static final int MOST = 1_000_000_000;
  private static final Pattern SQL_STATE = Pattern.compile("[0-9A-Z]{5}");

  private final JdbcOperation operation;
  private int skipped = 0;
  private int times = 1;
  private @Nullable String sqlState;
  private int vendorCode = 0;
  private boolean afterwards = false;
  private boolean breaking = false;
  private Duration delay = Duration.ZERO;

  private SqlFault(JdbcOperation operation) {
    this.operation = operation;
  }

  private SqlFault(SqlFault other) {
    this.operation = other.operation;
    this.skipped = other.skipped;
    this.times = other.times;
    this.sqlState = other.sqlState;
    this.vendorCode = other.vendorCode;
    this.afterwards = other.afterwards;
    this.breaking = other.breaking;
    this.delay = other.delay;
  }

  /** Returns a fault of the operation that so far does nothing. */
  public static SqlFault on(JdbcOperation operation) {
    return new SqlFault(Arguments.notNull("operation", operation));
  }

  /**
   * Fails with an {@link java.sql.SQLException} of this state.
   *
   * @param sqlState five digits or upper-case letters
   */
  public SqlFault sqlState(String sqlState) {
    if (!SQL_STATE.matcher(Arguments.notNull("sqlState", sqlState)).matches()) {
      throw new IllegalArgumentException(
          "sqlState is " + sqlState + "; allowed: five digits or upper-case letters, as in 40001");
    }
    SqlFault copy = new SqlFault(this);
    copy.sqlState = sqlState;
    return copy;
  }

  /** Gives the exception a vendor code, such as MySQL's 1213; 0 if not said. */
  public SqlFault vendorCode(int vendorCode) {
    SqlFault copy = new SqlFault(this);
    copy.vendorCode = vendorCode;
    return copy;
  }

  /** Lets so many operations pass first. */
  public SqlFault skip(int count) {
    SqlFault copy = new SqlFault(this);
    copy.skipped = Arguments.inRange("skip", count, 0, MOST);
    return copy;
  }

  /** Strikes so many operations in a row. */
  public SqlFault times(int count) {
    SqlFault copy = new SqlFault(this);
    copy.times = Arguments.inRange("times", count, 1, MOST);
    return copy;
  }

  /** Strikes every operation that is not skipped, until healed. */
  public SqlFault always() {
    return times(MOST);
  }

  /** Fails after the operation was done: it took effect, and its answer is lost. */
  public SqlFault afterwards() {
    SqlFault copy = new SqlFault(this);
    copy.afterwards = true;
    return copy;
  }

  /**
   * Aborts the connection as well, so that the server rolls back what is open and every later use
   * of the connection fails with 08003.
   */
  public SqlFault breaking() {
    SqlFault copy = new SqlFault(this);
    copy.breaking = true;
    return copy;
  }

  /** Waits so long before the operation. */
  public SqlFault delay(Duration delay) {
    SqlFault copy = new SqlFault(this);
    Limits.duration("delay", delay);
    copy.delay = delay;
    return copy;
  }

  JdbcOperation operation() {
    return operation;
  }

  int skipped() {
    return skipped;
  }

  int times() {
    return times;
  }

  @Nullable String sqlState() {
    return sqlState;
  }

  int vendorCode() {
    return vendorCode;
  }

  boolean isAfterwards() {
    return afterwards;
  }

  boolean isBreaking() {
    return breaking;
  }

  Duration delay() {
    return delay;
  }

  @Override
  public String toString() {
    return operation
        + (skipped > 0 ? " after " + skipped : "")
        + (times == MOST ? " always" : times > 1 ? " " + times + " times" : "")
        + (delay.isZero() ? "" : " delayed by " + delay)
        + (sqlState == null ? "" : " fails with " + sqlState)
        + (afterwards ? " once done" : "")
        + (breaking ? " and breaks the connection" : "");
  }
}
