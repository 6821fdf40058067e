package dev.persistence.cache.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Keys sorted by who has to load them. Used by one thread.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Round<K, V> {

  /** What was taken before leases were asked for; null if there were none to ask for. */
  @Nullable Claim claim;

  final List<Pending<K, V>> storable = new ArrayList<>();
  final List<Pending<K, V>> unstorable = new ArrayList<>();

  /** Those that are being changed, so that nobody can store them. */
  final List<Pending<K, V>> changing = new ArrayList<>();

  final List<Pending<K, V>> waiting = new ArrayList<>();

  /** Those that this node loads already. */
  final Map<Pending<K, V>, CompletableFuture<Map<K, Entry<V>>>> joined = new LinkedHashMap<>();

  /** Those that have a value which was not seen yet. */
  final Map<Pending<K, V>, Read<V>> found = new LinkedHashMap<>();

  /** Those to ask for once more. */
  final List<Pending<K, V>> again = new ArrayList<>();

  /** Of the changes that a load of the storable ones must see. */
  final Set<String> positions = new LinkedHashSet<>();
}
