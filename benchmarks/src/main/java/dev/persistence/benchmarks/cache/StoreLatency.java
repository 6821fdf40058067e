package dev.persistence.benchmarks.cache;

import dev.persistence.benchmarks.database.Contest;
import dev.persistence.benchmarks.database.Contestant;
import dev.persistence.benchmarks.report.Standing;
import dev.persistence.testkit.redis.RedisServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What ours adds to a round trip to Redis: one value and a hundred, through Lettuce with the
 * decoding and through ours without a near tier, in alternating blocks.
 */
public final class StoreLatency {

  private static final int BATCH = 100;

  private final List<Long> keys;

  private StoreLatency(List<Long> keys) {
    this.keys = keys;
  }

  /** Starts Redis and returns both standings. */
  public static List<Standing> hold(Contest contest) throws SQLException {
    try (RedisServer redis = RedisServer.start();
        StoreReads lettuce = new LettuceReads(redis.uri().toString());
        StoreReads ours = new OursReads(redis.uri().toString())) {
      List<Long> keys = StoreReads.filled(lettuce);
      StoreReads.filled(ours);
      return new StoreLatency(keys).run(contest.withoutBytes(), lettuce, ours);
    }
  }

  private List<Standing> run(Contest contest, StoreReads lettuce, StoreReads ours)
      throws SQLException {
    return List.of(
        contest.run(
            "One value in Redis",
            List.of(
                Contestant.peer("Lettuce GET and decoding", random -> one(lettuce, random)),
                Contestant.ours("ours", random -> one(ours, random)))),
        contest.run(
            "A hundred values in Redis",
            List.of(
                Contestant.peer("Lettuce MGET and decoding", random -> hundred(lettuce, random)),
                Contestant.ours("ours", random -> hundred(ours, random)))));
  }

  private StoreReads.User one(StoreReads reads, SplittableRandom random) {
    StoreReads.User user = reads.get(keys.get(random.nextInt(keys.size())));
    if (user == null) {
      throw new IllegalStateException("a value is missing");
    }
    return user;
  }

  private Map<Long, StoreReads.User> hundred(StoreReads reads, SplittableRandom random) {
    int first = random.nextInt(keys.size() - BATCH);
    Map<Long, StoreReads.User> users = reads.getAll(keys.subList(first, first + BATCH));
    if (users.size() != BATCH) {
      throw new IllegalStateException("a value is missing");
    }
    return users;
  }
}
