package dev.persistence.cache.internal;

import dev.persistence.cache.store.StoredValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keys sorted by who has to load them. Used by one thread.
 *
 * @param <K> the keys
 * @param <V> the values
 */
final class Round<K, V> {

  /** Of the leases that were asked for. */
  final String token;

  final List<Pending<K, V>> storable = new ArrayList<>();
  final List<Pending<K, V>> unstorable = new ArrayList<>();
  final List<Pending<K, V>> fenced = new ArrayList<>();
  final List<Pending<K, V>> waiting = new ArrayList<>();

  /** Those that have a value which was not seen yet. */
  final Map<Pending<K, V>, StoredValue> found = new LinkedHashMap<>();

  /** Those to ask for once more. */
  final List<Pending<K, V>> again = new ArrayList<>();

  /** Of the changes that a load of the storable ones must see. */
  final Set<String> positions = new LinkedHashSet<>();

  Round(String token) {
    this.token = token;
  }
}
