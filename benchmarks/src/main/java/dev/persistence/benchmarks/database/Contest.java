package dev.persistence.benchmarks.database;

import com.sun.management.ThreadMXBean;
import dev.persistence.benchmarks.report.Figure;
import dev.persistence.benchmarks.report.Spread;
import dev.persistence.benchmarks.report.Standing;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * Runs contestants in alternating short blocks on one thread, so that what else happens on the
 * machine hits all of them alike. Each round has an order of its own, drawn from a fixed seed, so
 * that nobody always follows the same one.
 *
 * <p>The first contestant is the measure: each block of another is divided by the block of the
 * first in the same round, and the median of these ratios is the result. Before that all have to
 * give the same answers for the same keys.
 */
public final class Contest {

  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final int DIGITS = 3;

  /** How many answers are compared, if a block has so many operations. */
  private static final int ANSWERS = 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final int rounds;
  private final int operations;
  private final boolean counting;

  /**
   * @param rounds blocks of each contestant, after a tenth of that to warm up
   * @param operations in one block
   */
  public Contest(int rounds, int operations) {
    this(rounds, operations, true);
  }

  private Contest(int rounds, int operations, boolean counting) {
    this.rounds = rounds;
    this.operations = operations;
    this.counting = counting;
  }

  /**
   * Returns one that tells no bytes: only those of its own thread are seen, which says nothing of
   * work that other threads do.
   */
  public Contest withoutBytes() {
    return new Contest(rounds, operations, false);
  }

  /**
   * Holds it.
   *
   * @param title of the work
   * @param contestants the measure first
   * @throws IllegalStateException if one of them gives another answer than the first
   */
  public Standing run(String title, List<Contestant> contestants) throws SQLException {
    checkEqualWork(contestants);
    List<Score> scores = contestants.stream().map(Score::new).toList();
    SplittableRandom random = new SplittableRandom(1);
    Random orders = new Random(1); // One of each round's number would draw much the same.
    int warmUps = Math.max(1, rounds / 10);
    for (int round = -warmUps; round < rounds; round++) {
      List<Score> turns = new ArrayList<>(scores);
      Collections.shuffle(turns, orders);
      Map<Score, Block> blocks = new HashMap<>();
      for (Score turn : turns) {
        blocks.put(turn, block(turn.contestant, random));
      }
      if (round >= 0) {
        Block measure = Objects.requireNonNull(blocks.get(scores.get(0)));
        blocks.forEach((score, block) -> score.add(block, measure));
      }
    }
    return new Standing(title, "µs", scores.stream().map(score -> score.figure(counting)).toList());
  }

  private void checkEqualWork(List<Contestant> contestants) throws SQLException {
    List<Object> expected = answers(contestants.get(0));
    for (Contestant contestant : contestants.subList(1, contestants.size())) {
      List<Object> answers = answers(contestant);
      if (!answers.equals(expected)) {
        throw new IllegalStateException(
            "%s answers %s where %s answers %s"
                .formatted(contestant.name(), answers, contestants.get(0).name(), expected));
      }
    }
  }

  private List<Object> answers(Contestant contestant) throws SQLException {
    SplittableRandom keys = new SplittableRandom(0);
    List<Object> answers = new ArrayList<>();
    for (int i = 0; i < Math.min(ANSWERS, operations); i++) {
      answers.add(contestant.work().run(keys));
    }
    return answers;
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
  private static final class Score {

    private final Contestant contestant;
    private final Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
    private final List<Double> medians = new ArrayList<>();
    private final List<Double> ratios = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();

    Score(Contestant contestant) {
      this.contestant = contestant;
    }

    void add(Block block, Block measure) {
      double median = micros(block.nanos(), 50);
      all.add(block.nanos());
      medians.add(median);
      bytes.add((double) block.bytes());
      ratios.add(median / micros(measure.nanos(), 50));
    }

    /** Of the bytes the median block counts: what else the thread did is in some of them only. */
    Figure figure(boolean counting) {
      Spread blocks = Spread.ofQuartiles(medians);
      Map<String, Double> percentiles = new TreeMap<>();
      percentiles.put("p90", micros(all, 90));
      percentiles.put("p99", micros(all, 99));
      return new Figure(
          contestant.name(),
          contestant.ours(),
          new Spread(blocks.low(), micros(all, 50), blocks.high()),
          Spread.ofQuartiles(ratios),
          counting ? Spread.ofQuartiles(bytes).middle() : null,
          percentiles);
    }

    private static double micros(Histogram nanos, double percentile) {
      return nanos.getValueAtPercentile(percentile) / 1_000.0;
    }
  }
}
