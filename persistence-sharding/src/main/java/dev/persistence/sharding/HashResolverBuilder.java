package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import dev.persistence.sharding.hash.HashScheme;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Builder of a {@link HashResolver}. Immutable. */
public final class HashResolverBuilder implements ResolverBuilder {

  private final KeyType<?> keyType;
  private final HashScheme scheme;
  private final @Nullable ShardMapSource source;

  HashResolverBuilder(KeyType<?> keyType, HashScheme scheme) {
    this(keyType, scheme, null);
  }

  private HashResolverBuilder(
      KeyType<?> keyType, HashScheme scheme, @Nullable ShardMapSource source) {
    this.source = source;
    this.keyType = Arguments.notNull("keyType", keyType);
    this.scheme = Arguments.notNull("scheme", scheme);
    if (!scheme.keyClasses().contains(keyType.javaType())) {
      throw new IllegalArgumentException(
          "scheme is " + scheme.name() + "; allowed: one that takes keys of type " + keyType);
    }
  }

  /** Says who is asked for a newer map when a shard says that a key has moved. */
  public HashResolverBuilder learningFrom(ShardMapSource maps) {
    return new HashResolverBuilder(keyType, scheme, Arguments.notNull("maps", maps));
  }

  /** Returns the resolver over the first map of these shards, with equal shares. */
  @Override
  public HashResolver build(Collection<String> shards) {
    return build(ShardMap.of(Arguments.notNull("shards", shards).toArray(String[]::new)));
  }

  /**
   * Returns the resolver over this map.
   *
   * @throws IllegalArgumentException if the map has more buckets than the scheme can fill
   */
  public HashResolver build(ShardMap map) {
    Arguments.inRange(
        "buckets", Arguments.notNull("map", map).buckets(), 2, 1L << scheme.maxBits());
    return new HashResolver(keyType, scheme, map, source);
  }
}
