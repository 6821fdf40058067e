package dev.persistence.testkit.fault;

import dev.persistence.core.TimeSource;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Decides for each operation which fault strikes it, in the order in which operations arrive. */
final class FaultProgram {

  /** A fault in force and the number of its operations that have arrived. */
  private record Armed(SqlFault fault, AtomicInteger seen) {
    boolean strikes() {
      int number = seen.getAndIncrement() - fault.skipped();
      return number >= 0 && number < fault.times();
    }
  }

  private final TimeSource time;
  private final ConcurrentHashMap<JdbcOperation, LongAdder> counts = new ConcurrentHashMap<>();
  private volatile List<Armed> armed = List.of();

  FaultProgram(TimeSource time) {
    this.time = time;
  }

  void replace(List<SqlFault> faults) {
    armed = faults.stream().map(fault -> new Armed(fault, new AtomicInteger())).toList();
  }

  long count(JdbcOperation operation) {
    LongAdder count = counts.get(operation);
    return count == null ? 0 : count.sum();
  }

  /**
   * Counts the operation for every fault of its kind; returns the first that strikes it, or null.
   */
  @Nullable SqlFault arrive(JdbcOperation operation) throws SQLException {
    counts.computeIfAbsent(operation, any -> new LongAdder()).increment();
    SqlFault struck = null;
    for (Armed one : armed) {
      if (one.fault().operation() == operation && one.strikes() && struck == null) {
        struck = one.fault();
      }
    }
    if (struck != null) {
      delay(struck);
    }
    return struck;
  }

  private void delay(SqlFault fault) throws SQLException {
    try {
      time.sleep(fault.delay());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted in the delay of: " + fault, "57014", e);
    }
  }

  /** Returns the exception of a fault; null if it does not fail. */
  static @Nullable SQLException failure(SqlFault fault) {
    return fault.sqlState() == null
        ? null
        : new SQLException("planted fault: " + fault, fault.sqlState(), fault.vendorCode());
  }
}
