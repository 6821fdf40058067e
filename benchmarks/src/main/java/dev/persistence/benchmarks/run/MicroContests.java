package dev.persistence.benchmarks.run;

import static dev.persistence.benchmarks.run.Entry.ours;
import static dev.persistence.benchmarks.run.Entry.peer;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Which benchmarks compete with each other. */
final class MicroContests {

  static final String UNTOUCHED = "A read-only transaction without a statement";
  static final String STATEMENT = "A read-only transaction with one statement";
  static final String NEAR_HIT = "A cached value in memory";
  static final String STORED = "A cached value in Redis";
  static final String HUNDRED = "A hundred cached values in Redis";
  static final String NUMBER = "The shard of a number";
  static final String TEXT = "The shard of a text";
  static final String DIRECTORY = "The shard of a key in a directory's memory";
  static final String CHOICE = "The choice of a replica, one thread";
  static final String CROWDED_CHOICE = "The choice of a replica, two threads";
  static final String CLASSIFIER = "What a statement is";
  static final String WALK = "a look at each character";
  static final String TOKEN = "A session's token";
  static final String REPLICAS = "One statement among more and more replicas";
  static final String SHARDS = "The shard of a number among more and more shards";
  static final String KEYS = "A cached value in memory among more and more, one thread";
  static final String THREADS = "A cached value in memory for more and more threads";

  private static final String NANOS = "ns/op";

  private MicroContests() {}

  /** Returns all but those about growth. */
  static List<MicroContest> all() {
    return Stream.of(routing(), cache(), sharding()).flatMap(List::stream).toList();
  }

  /** Returns what tells how the cost of ours grows. */
  static List<MicroContest> growth() {
    return List.of(
        growth(REPLICAS, "RoutingGrowthBenchmark.oneStatement[replicas=%d]", 1, 2, 4, 8, 16, 32),
        growth(SHARDS, "ShardGrowthBenchmark.number[shards=%d]", 1, 4, 16, 64, 256, 1_024),
        growth(KEYS, "NearGrowthBenchmark.oneThread[entries=%d]", 1_024, 16_384, 262_144),
        MicroContest.of(
            THREADS,
            NANOS,
            ours("one", "NearGrowthBenchmark.oneThread[entries=1024]"),
            ours("two", "NearGrowthBenchmark.twoThreads[entries=1024]"),
            ours("eight", "NearGrowthBenchmark.eightThreads[entries=1024]")));
  }

  private static MicroContest growth(String title, String benchmark, int... values) {
    return new MicroContest(
        title,
        NANOS,
        IntStream.of(values)
            .mapToObj(value -> ours(String.valueOf(value), benchmark.formatted(value)))
            .toList());
  }

  private static List<MicroContest> routing() {
    return List.of(
        transaction(UNTOUCHED, "untouched"),
        transaction(STATEMENT, "oneStatement"),
        choice(CHOICE, "oneThread"),
        choice(CROWDED_CHOICE, "twoThreads"),
        MicroContest.of(
            CLASSIFIER,
            NANOS,
            peer(WALK, "ClassifierBenchmark.walk[statement=ordinary]"),
            ours("the same text again", "ClassifierBenchmark.warm[statement=ordinary]"),
            ours("an equal text", "ClassifierBenchmark.warmByEqualText[statement=ordinary]"),
            ours("a small new text", "ClassifierBenchmark.cold[statement=small]"),
            ours("an ordinary new text", "ClassifierBenchmark.cold[statement=ordinary]")),
        MicroContest.of(
            TOKEN,
            NANOS,
            ours("encode", "TokenBenchmark.encode[position=16/B374D848]"),
            ours("decode", "TokenBenchmark.decode[position=16/B374D848]"),
            ours("refuse a forged one", "TokenBenchmark.decodeForged[position=16/B374D848]")));
  }

  private static MicroContest transaction(String title, String method) {
    String benchmark = "ReadTransactionBenchmark." + method;
    return MicroContest.of(
        title,
        NANOS,
        peer("Spring LazyConnectionDataSourceProxy", benchmark + "[path=springLazy]"),
        peer("Spring AbstractRoutingDataSource", benchmark + "[path=springRouting]"),
        ours("ours, session", benchmark + "[path=session]"),
        ours("ours, bounded staleness", benchmark + "[path=bounded]"),
        peer("baomidou dynamic-datasource", benchmark + "[path=baomidou]"),
        peer("the data source alone", benchmark + "[path=direct]"));
  }

  private static MicroContest choice(String title, String method) {
    String benchmark = "SelectorBenchmark." + method;
    return MicroContest.of(
        title,
        NANOS,
        ours("round robin", benchmark + "[kind=roundRobin]"),
        ours("weighted", benchmark + "[kind=weighted]"),
        ours("least in flight", benchmark + "[kind=leastInFlight]"),
        ours("power of two", benchmark + "[kind=powerOfTwo]"),
        ours("power of two in the zone", benchmark + "[kind=zonePowerOfTwo]"));
  }

  private static List<MicroContest> cache() {
    return List.of(
        MicroContest.of(
            NEAR_HIT,
            NANOS,
            peer("Caffeine with expiry", "NearHitBenchmark.hit[cache=caffeineTtl]"),
            peer("Caffeine without expiry", "NearHitBenchmark.hit[cache=caffeine]"),
            peer("Caffeine counting hits", "NearHitBenchmark.hit[cache=caffeineCounting]"),
            ours("ours", "NearHitBenchmark.hit[cache=ours]"),
            ours("ours before Redis", "NearHitBenchmark.hit[cache=oursTiered]"),
            peer("cache2k with expiry", "NearHitBenchmark.hit[cache=cache2k]"),
            peer("Ehcache with expiry", "NearHitBenchmark.hit[cache=ehcache]"),
            peer("Spring CaffeineCache", "NearHitBenchmark.hit[cache=spring]"),
            peer("Spring @Cacheable", "NearHitBenchmark.hit[cache=springCacheable]"),
            peer("JetCache, two levels", "NearHitBenchmark.hit[cache=jetCache]"),
            peer("Redisson local cached map", "NearHitBenchmark.hit[cache=redisson]")),
        MicroContest.of(
            STORED,
            "us/op",
            peer("Lettuce GET and decoding", "StoreHitBenchmark.get[client=lettuce]"),
            ours("ours", "StoreHitBenchmark.get[client=ours]")),
        MicroContest.of(
            HUNDRED,
            "us/op",
            peer("Lettuce MGET and decoding", "StoreHitBenchmark.getHundred[client=lettuce]"),
            ours("ours", "StoreHitBenchmark.getHundred[client=ours]")));
  }

  private static List<MicroContest> sharding() {
    return List.of(
        MicroContest.of(
            NUMBER,
            NANOS,
            peer("an array", "ResolveBenchmark.numberByArray"),
            ours("ours", "ResolveBenchmark.numberByOurs"),
            peer("hash4j JumpBackHash", "ResolveBenchmark.numberByHash4jJumpBack"),
            peer("Guava consistentHash", "ResolveBenchmark.numberByGuavaJump"),
            peer("hash4j JumpHash", "ResolveBenchmark.numberByHash4jJump"),
            peer("ShardingSphere HASH_MOD", "ResolveBenchmark.numberByShardingSphereHashMod")),
        MicroContest.of(
            TEXT,
            NANOS,
            peer("XXH3 of hash4j alone", "ResolveBenchmark.textByXxh3Alone"),
            ours("ours", "ResolveBenchmark.textByOurs")),
        MicroContest.of(
            DIRECTORY,
            NANOS,
            ours("number", "DirectoryBenchmark.numberInMemory"),
            ours("text", "DirectoryBenchmark.textInMemory")));
  }
}
