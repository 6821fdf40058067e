package dev.persistence.benchmarks.database;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Runs contestants in alternating short blocks on one thread, so that what else happens on the
 * machine hits all of them alike.
 *
 * <p>The first contestant is the measure: each block of another is divided by the block of the
 * first in the same round, and the median of these ratios is the result.
 */
public final class Contest {

  private static final int LONGEST_NANOS = 2_000_000_000;
  private static final int DIGITS = 3;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final int rounds;
  private final int operations;

  /**
   * @param rounds blocks of each contestant, after a tenth of that to warm up
   * @param operations in one block
   */
  public Contest(int rounds, int operations) {
    this.rounds = rounds;
    this.operations = operations;
  }

  public List<Score> run(List<Contestant> contestants) throws SQLException {
    List<Score> scores = new ArrayList<>();
    contestants.forEach(contestant -> scores.add(new Score(contestant.name())));
    SplittableRandom random = new SplittableRandom(1);
    int warmUps = Math.max(1, rounds / 10);
    for (int round = -warmUps; round < rounds; round++) {
      List<Block> blocks = new ArrayList<>();
      for (Contestant contestant : contestants) {
        blocks.add(block(contestant, random));
      }
      for (int i = 0; round >= 0 && i < blocks.size(); i++) {
        scores.get(i).add(blocks.get(i), blocks.get(0));
      }
    }
    return scores;
  }

  /** What one contestant did in one go. */
  private record Block(Histogram nanos, long bytes) {}

  private Block block(Contestant contestant, SplittableRandom random) throws SQLException {
    Histogram nanos = new Histogram(LONGEST_NANOS, DIGITS);
    long allocated = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < operations; i++) {
      long started = System.nanoTime();
      contestant.work().run(random);
      nanos.recordValue(Math.min(LONGEST_NANOS, System.nanoTime() - started));
    }
    return new Block(nanos, (THREADS.getCurrentThreadAllocatedBytes() - allocated) / operations);
  }

  /** What was measured of one contestant. */
  public static final class Score {

    private final String name;
    private final Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
    private final List<Double> ratios = new ArrayList<>();
    private final List<Long> bytes = new ArrayList<>();

    private Score(String name) {
      this.name = name;
    }

    private void add(Block block, Block measure) {
      all.add(block.nanos());
      bytes.add(block.bytes());
      ratios.add(
          (double) block.nanos().getValueAtPercentile(50)
              / (double) measure.nanos().getValueAtPercentile(50));
    }

    public String name() {
      return name;
    }

    public double micros(double percentile) {
      return all.getValueAtPercentile(percentile) / 1_000.0;
    }

    /** Returns how much one operation allocates on its own thread, the median of the blocks. */
    public long bytes() {
      return bytes.stream().sorted().toList().get(bytes.size() / 2);
    }

    /** Returns the given quantile of the ratios of block medians to those of the measure. */
    public double ratio(double quantile) {
      List<Double> sorted = ratios.stream().sorted().toList();
      return sorted.get((int) Math.min(sorted.size() - 1L, (long) (quantile * sorted.size())));
    }
  }
}
