package dev.persistence.sharding;

import dev.persistence.sharding.hash.HashScheme;
import dev.persistence.testkit.SeededRandom;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** What all resolvers answer for many keys, in a few digits; a program for a JVM of its own. */
final class ResolveDigest {

  private static final int KEYS = 5_000;
  private static final List<String> SHARDS = List.of("s1", "s2", "s3", "s4", "s5");

  private ResolveDigest() {}

  public static void main(String[] arguments) throws Exception {
    System.out.write(of().getBytes(StandardCharsets.US_ASCII));
    System.out.flush();
  }

  static String of() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    List<HashScheme> schemes =
        List.of(
            HashScheme.mix64(),
            HashScheme.postgres(0),
            HashScheme.postgresPartition(),
            HashScheme.citus(),
            HashScheme.vitessHash(),
            HashScheme.vitessXxhash(),
            HashScheme.redisSlot(),
            HashScheme.embedded());
    for (HashScheme scheme : schemes) {
      for (KeyType<?> type : List.of(KeyType.INT8, KeyType.TEXT, KeyType.UUID)) {
        if (scheme.keyClasses().contains(type.javaType())) {
          add(digest, Resolvers.hash(type, scheme).build(SHARDS));
        }
      }
    }
    add(digest, Resolvers.range(KeyType.TEXT).below("i", "s1").from("i", "s2").build(SHARDS));
    add(digest, Resolvers.range(KeyType.INT8).below(7L, "s1").from(7L, "s2").build(SHARDS));
    digest.update(ShardMap.of("s1", "s2").plus("s3").encode().getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, ShardResolver resolver) {
    SeededRandom random = SeededRandom.of(1);
    for (int i = 0; i < KEYS; i++) {
      String shard = resolver.shardOf(key(resolver.keyType(), random));
      digest.update(shard.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Object key(KeyType<?> type, SeededRandom random) {
    if (type == KeyType.INT8) {
      return random.nextLong();
    }
    return type == KeyType.TEXT ? random.text(20) : new UUID(random.nextLong(), random.nextLong());
  }
}
