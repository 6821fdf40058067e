package dev.persistence.sharding;

import java.util.Collection;

/** Builder of a {@link ShardResolver} that still has to learn which shards there are. */
public interface ResolverBuilder {

  /**
   * Returns the resolver for these shards.
   *
   * @throws IllegalArgumentException if it would answer a shard that is none of them, or an option
   *     is wrong
   */
  ShardResolver build(Collection<String> shards);
}
