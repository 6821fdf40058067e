package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Builder of a resolver that asks another one, by the region of the key. Not thread-safe.
 *
 * @param <T> the class of canonical keys
 */
public final class GeoResolverBuilder<T> implements ResolverBuilder {

  private final KeyType<T> keyType;
  private final Function<? super T, ? extends @Nullable String> regionOf;
  private final Map<String, ShardResolver> regions = new LinkedHashMap<>();

  GeoResolverBuilder(KeyType<T> keyType, Function<? super T, ? extends @Nullable String> regionOf) {
    this.keyType = keyType;
    this.regionOf = regionOf;
  }

  /** Adds a region, and the resolver of its keys, which takes keys of the same type. */
  public GeoResolverBuilder<T> region(String region, ShardResolver resolver) {
    Arguments.name("region", region);
    if (Arguments.notNull("resolver", resolver).keyType() != keyType) {
      throw new IllegalArgumentException(
          "resolver of " + region + " takes " + resolver.keyType() + "; allowed: " + keyType);
    }
    if (regions.putIfAbsent(region, resolver) != null) {
      throw new IllegalArgumentException("region is " + region + " twice; allowed: once");
    }
    return this;
  }

  @Override
  public ShardResolver build(Collection<String> shards) {
    if (regions.isEmpty()) {
      throw new IllegalArgumentException("regions is empty; allowed: one region at least");
    }
    regions.forEach(
        (region, resolver) -> {
          if (!Arguments.notNull("shards", shards).containsAll(resolver.shards())) {
            throw new IllegalArgumentException(
                "shards of "
                    + region
                    + " are "
                    + resolver.shards()
                    + "; allowed: out of "
                    + shards);
          }
        });
    return new GeoResolver<>(keyType, regionOf, regions);
  }
}
