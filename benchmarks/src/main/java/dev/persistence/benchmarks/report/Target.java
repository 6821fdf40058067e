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
   * A goal and a gate.
   *
   * @param goal what is aimed at
   * @param gate beyond which something has broken; leaves room for a short run on a busy machine
   */
  public record Limit(double goal, double gate) {}

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
   * @param least the least that the run allows to think of
   */
  public record Outcome(Target target, double measured, double least) {

    /** Returns whether the goal is met. */
    public boolean isMet() {
      return measured <= target.limit().goal();
    }

    /** Returns whether even the best of what was seen is beyond the gate. */
    public boolean isBroken() {
      return least > target.limit().gate();
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
              Amounts.plain(target.limit().gate()),
              verdict());
    }
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
    if (standing.figures().get(0).name().equals(to)) { // Of blocks that is the rounds' median.
      return new Outcome(this, ours.ratio().middle(), ours.ratio().low());
    }
    return standing
        .of(to)
        .map(other -> ours.value().over(other.value()))
        .map(ratio -> new Outcome(this, ratio.middle(), ratio.low()))
        .orElse(null);
  }
}
