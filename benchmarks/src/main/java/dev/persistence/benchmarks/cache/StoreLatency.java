package dev.persistence.benchmarks.cache;

import dev.persistence.benchmarks.database.Contest;
import dev.persistence.benchmarks.database.Contestant;
import dev.persistence.benchmarks.database.LatencyTable;
import dev.persistence.testkit.redis.RedisServer;
import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What ours adds to a round trip to Redis: one value and a hundred, through Lettuce with the
 * decoding and through ours without a near tier, in alternating blocks.
 *
 * <p>Arguments: rounds and operations in a block, by default 100 and 300.
 */
public final class StoreLatency {

  private static final int BATCH = 100;

  private final List<Long> keys;
  private final Contest contest;
  private final PrintStream out;

  private StoreLatency(List<Long> keys, Contest contest, PrintStream out) {
    this.keys = keys;
    this.contest = contest;
    this.out = out;
  }

  public static void main(String[] arguments) throws SQLException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    int operations = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
    try (RedisServer redis = RedisServer.start();
        StoreReads lettuce = new LettuceReads(redis.uri().toString());
        StoreReads ours = new OursReads(redis.uri().toString())) {
      List<Long> keys = StoreReads.filled(lettuce);
      StoreReads.filled(ours);
      new StoreLatency(keys, new Contest(rounds, operations), System.out).run(lettuce, ours);
    }
  }

  private void run(StoreReads lettuce, StoreReads ours) throws SQLException {
    List<Contestant> single = new ArrayList<>();
    single.add(new Contestant("Lettuce GET and decoding", random -> one(lettuce, random)));
    single.add(new Contestant("ours", random -> one(ours, random)));
    LatencyTable table = new LatencyTable(out);
    table.print("one value", "Lettuce", contest.run(single));

    List<Contestant> many = new ArrayList<>();
    many.add(new Contestant("Lettuce MGET and decoding", random -> hundred(lettuce, random)));
    many.add(new Contestant("ours", random -> hundred(ours, random)));
    table.print("a hundred values", "Lettuce", contest.run(many));
  }

  private void one(StoreReads reads, SplittableRandom random) {
    if (reads.get(keys.get(random.nextInt(keys.size()))) == null) {
      throw new IllegalStateException("a value is missing");
    }
  }

  private void hundred(StoreReads reads, SplittableRandom random) {
    int first = random.nextInt(keys.size() - BATCH);
    if (reads.getAll(keys.subList(first, first + BATCH)).size() != BATCH) {
      throw new IllegalStateException("a value is missing");
    }
  }
}
