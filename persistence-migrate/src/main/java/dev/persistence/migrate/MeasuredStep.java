package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import dev.persistence.migrate.lint.TableLock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a step of a plan has done to a clone of its table. Immutable.
 *
 * @param lock the strongest one that it took on the clone; null if it was not measured
 * @param rewritten whether all rows were written anew
 * @param scanned whether rows were read
 * @param remark why it was not measured, or what could not be told; empty if neither
 */
public record MeasuredStep(
    PlannedStep planned,
    @Nullable TableLock lock,
    boolean rewritten,
    boolean scanned,
    String remark) {

  public MeasuredStep {
    Arguments.notNull("planned", planned);
    Arguments.notNull("remark", remark);
  }

  /**
   * Tells what is worse than the plan says: a stronger lock, rows written anew, or rows read while
   * writers wait. No step of a plan means to do either of the last two. Empty if nothing is, or if
   * it was not measured.
   */
  public Optional<String> disagreement() {
    TableLock taken = lock;
    if (taken == null) {
      return Optional.empty();
    }
    if (rewritten) {
      return Optional.of("writes all rows anew under " + taken);
    }
    if (scanned && taken.blocksWriters()) {
      return Optional.of("reads all rows under " + taken);
    }
    return taken.compareTo(declared()) > 0
        ? Optional.of("takes " + taken + " and not " + planned.lock())
        : Optional.empty();
  }

  private TableLock declared() {
    return planned.lock().equals("ROWS")
        ? TableLock.ROW_EXCLUSIVE
        : TableLock.valueOf(planned.lock());
  }

  /** Returns one line. */
  @Override
  public String toString() {
    String measured =
        lock == null
            ? "not measured"
            : lock + (rewritten ? ", rewrites" : "") + (scanned ? ", reads rows" : "");
    return String.format("%-9s %-50s %s", planned.phase(), planned.name(), measured)
        + (remark.isEmpty() ? "" : ": " + remark)
        + disagreement().map(worse -> "; DISAGREES: it " + worse).orElse("");
  }
}
