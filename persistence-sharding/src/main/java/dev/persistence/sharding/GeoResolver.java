package dev.persistence.sharding;

import dev.persistence.core.Explanation;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A resolver that asks the one of the key's region. */
final class GeoResolver<T> implements ShardResolver {

  private final KeyType<T> keyType;
  private final Function<? super T, ? extends @Nullable String> regionOf;
  private final Map<String, ShardResolver> regions;

  GeoResolver(
      KeyType<T> keyType,
      Function<? super T, ? extends @Nullable String> regionOf,
      Map<String, ShardResolver> regions) {
    this.keyType = keyType;
    this.regionOf = regionOf;
    this.regions = Map.copyOf(regions);
  }

  @Override
  public String shardOf(@Nullable Object key) {
    T canonical = keyType.canonical(key);
    return in(regionOf(canonical)).shardOf(canonical);
  }

  private @Nullable String regionOf(T key) {
    try {
      return regionOf.apply(key);
    } catch (RuntimeException failure) { // Of a user's function; its message may have the key.
      throw new ShardKeyException(
          new Explanation(
              "No shard has this key of type " + keyType,
              "the function that tells its region threw " + failure.getClass().getName(),
              "Let the function return null for a key that it does not know"));
    }
  }

  /** Takes the region as the super key, and does not ask whether it is the key's. */
  @Override
  public String shardOf(Object superKey, @Nullable Object key) {
    return in(superKey).shardOf(keyType.canonical(key));
  }

  private ShardResolver in(@Nullable Object region) {
    ShardResolver resolver = region instanceof String name ? regions.get(name) : null;
    if (resolver == null) {
      throw new ShardKeyException(
          new Explanation(
              "No shard has this key of type " + keyType,
              "its region is none of " + new TreeSet<>(regions.keySet()),
              "Add the region, or mend the function that tells the region of a key"));
    }
    return resolver;
  }

  @Override
  public void learn() throws SQLException {
    for (ShardResolver resolver : regions.values()) {
      resolver.learn();
    }
  }

  @Override
  public KeyType<?> keyType() {
    return keyType;
  }

  @Override
  public Set<String> shards() {
    return regions.values().stream()
        .flatMap(resolver -> resolver.shards().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public String toString() {
    return "keyType=" + keyType + ", regions=" + regions;
  }
}
