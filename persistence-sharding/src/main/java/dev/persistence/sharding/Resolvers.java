package dev.persistence.sharding;

import dev.persistence.core.Arguments;
import dev.persistence.sharding.hash.HashScheme;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The resolvers of this library, each as a builder. */
public final class Resolvers {

  private Resolvers() {}

  /**
   * Returns the builder of a resolver that spreads keys over buckets by {@link HashScheme#mix64}.
   */
  public static HashResolverBuilder hash(KeyType<?> keyType) {
    return hash(keyType, HashScheme.mix64());
  }

  /**
   * Returns the builder of a resolver that spreads keys over buckets as an engine does.
   *
   * @throws IllegalArgumentException if the scheme takes no keys of the type
   */
  public static HashResolverBuilder hash(KeyType<?> keyType, HashScheme scheme) {
    return new HashResolverBuilder(keyType, scheme);
  }

  /**
   * Returns the builder of a resolver by ranges of keys, {@link KeyType#INT8} or {@link
   * KeyType#TEXT}. For dates take {@code LocalDate.toEpochDay()}.
   */
  public static <T> RangeResolverBuilder<T> range(KeyType<T> keyType) {
    return new RangeResolverBuilder<>(keyType);
  }

  /**
   * Returns the builder of a resolver that asks a table, which has each key with its shard.
   *
   * @param database where the table is
   */
  public static DirectoryResolverBuilder directory(KeyType<?> keyType, DataSource database) {
    return new DirectoryResolverBuilder(keyType, database);
  }

  /**
   * Returns the builder of a resolver that asks another one, by the region of the key. A region
   * that is given as the super key is taken as it is: it is not compared with the key's.
   *
   * @param regionOf returns the region of a canonical key; pure and thread-safe; null if unknown;
   *     what it throws becomes a {@link ShardKeyException}
   */
  public static <T> GeoResolverBuilder<T> geo(
      KeyType<T> keyType, Function<? super T, ? extends @Nullable String> regionOf) {
    return new GeoResolverBuilder<>(
        Arguments.notNull("keyType", keyType), Arguments.notNull("regionOf", regionOf));
  }
}
