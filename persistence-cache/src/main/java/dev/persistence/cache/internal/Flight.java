package dev.persistence.cache.internal;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A read beyond the near tier that several readers of one key wait for.
 *
 * @param <V> the values
 */
final class Flight<V> {

  /** Taken before it began; once it does not hold any more nobody joins. */
  final NearToken token;

  final CompletableFuture<Landed<V>> result = new CompletableFuture<>();

  /** What its readers may be served if no fresh value comes in time; written by its starter. */
  volatile @Nullable Entry<V> stale;

  Flight(NearToken token) {
    this.token = token;
  }
}
