package dev.persistence.benchmarks.report;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What ours must not exceed.
 *
 * @param contest its title
 * @param contestant the name of ours
 * @param to the contestant that it is compared with, or null if its bytes are looked at
 * @param limit how much it may take
 */
public record Target(String contest, String contestant, @Nullable String to, Limit limit) {

  /**
   * What is aimed at and what ours takes.
   *
   * @param goal what is aimed at
   * @param seen what was measured on a machine with no other work
   */
  public record Limit(double goal, double seen) {}

  /** How much more than was seen is put down to a busy machine; twice as much is not. */
  private static final double TIME_TO_SPARE = 1.7;

  private static final double BYTES_TO_SPARE = 1.5;

  /** What a profiler that counts bytes may add to none at all. */
  private static final double STRAY_BYTES = 8;

  /** Of the time that another takes. */
  public static Target ofTime(String contest, String contestant, String to, Limit limit) {
    return new Target(contest, contestant, to, limit);
  }

  /** Of the bytes that an operation allocates. */
  public static Target ofBytes(String contest, String contestant, Limit limit) {
    return new Target(contest, contestant, null, limit);
  }

  /**
   * What came out.
   *
   * @param target what was aimed at
   * @param measured the ratio or the bytes
   * @param best the ratio of the best that was seen of both, or the bytes: what else the machine
   *     does takes time, and gives none back
   */
  public record Outcome(Target target, double measured, double best) {

    /** Returns whether the goal is met. */
    public boolean isMet() {
      return measured <= target.limit().goal();
    }

    /** Returns whether even the best is beyond the gate. */
    public boolean isBroken() {
      return best > target.gate();
    }

    /** Returns what was measured, of whom. */
    public String what() {
      return target.contest() + ", " + target.contestant();
    }

    /** Returns the amount with its unit, or of whose time it is. */
    public String amount(double value) {
      return target.to() == null
          ? Amounts.plain(value) + " B"
          : Amounts.plain(value) + " × " + target.to();
    }

    /** Returns how it ended, in a word. */
    public String verdict() {
      return isBroken() ? "BROKEN" : isMet() ? "met" : "missed";
    }

    @Override
    public String toString() {
      return "%s: %s, goal %s, gate %s: %s"
          .formatted(
              what(),
              amount(measured),
              Amounts.plain(target.limit().goal()),
              Amounts.plain(target.gate()),
              verdict());
    }
  }

  /**
   * Returns what, if ours takes more, tells that something has broken; never less than the goal.
   */
  public double gate() {
    double usual =
        to == null
            ? Math.max(STRAY_BYTES, BYTES_TO_SPARE * limit.seen())
            : TIME_TO_SPARE * limit.seen();
    return Math.max(limit.goal(), usual);
  }

  /** Returns the contestants that it looks at. */
  public Stream<String> names() {
    return to == null ? Stream.of(contestant) : Stream.of(contestant, to);
  }

  /** Returns what came out in the report, or null if it did not take place there. */
  public @Nullable Outcome in(Report report) {
    Standing standing = report.of(contest).orElse(null);
    Figure ours = standing == null ? null : standing.of(contestant).orElse(null);
    if (standing == null || ours == null) {
      return null;
    }
    if (to == null) {
      Double bytes = ours.bytes();
      return bytes == null ? null : new Outcome(this, Math.rint(bytes), Math.rint(bytes));
    }
    Figure other = standing.of(to).orElse(null);
    if (other == null) {
      return null;
    }
    // Of blocks the ratio to the measure is the median of the rounds' ratios.
    boolean ofMeasure = standing.figures().get(0).equals(other);
    double measured =
        ofMeasure ? ours.ratio().middle() : ours.value().middle() / other.value().middle();
    return new Outcome(this, measured, ours.value().low() / other.value().low());
  }
}
