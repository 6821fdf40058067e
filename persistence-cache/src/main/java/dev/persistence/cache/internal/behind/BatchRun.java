package dev.persistence.cache.internal.behind;

import dev.persistence.cache.WriteBehindException;
import dev.persistence.cache.WriteOperation;
import dev.persistence.core.Explanation;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls the application's writer and, after its commit, its listener. Thread-safe. */
final class BatchRun<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);

  private final String name;
  private final UserCode<K, V> code;
  private final Counters counters;

  BatchRun(String name, UserCode<K, V> code, Counters counters) {
    this.name = name;
    this.code = code;
    this.counters = counters;
  }

  /** Writes the batch and returns how that failed. */
  @Nullable Throwable write(List<WriteOperation<K, V>> batch) {
    Throwable failure = Failure.of(() -> code.writer().write(batch));
    if (failure != null) {
      counters.failedBatches.increment();
      return failure;
    }
    counters.batches.increment();
    counters.written.add(batch.size());
    List<K> keys = batch.stream().map(WriteOperation::key).toList();
    Throwable deaf = Failure.of(() -> code.afterWrite().accept(keys));
    if (deaf != null) {
      LOG.warn(
          "{}: afterWrite failed for {} keys that are written: {}",
          name,
          keys.size(),
          Failure.describe(deaf));
    }
    return null;
  }

  /** Tells whether the failure will pass, in our opinion or the application's. */
  boolean isTransient(Throwable failure) {
    AtomicBoolean wanted = new AtomicBoolean();
    Throwable undecided = Failure.of(() -> wanted.set(code.transientIf().test(failure)));
    if (undecided != null) {
      LOG.warn("{}: transientIf failed: {}", name, Failure.describe(undecided));
    }
    return wanted.get() || Failure.isTransient(failure);
  }

  /** Returns why a batch is put off though nobody refused it. */
  static WriteBehindException notOurs() {
    return new WriteBehindException(
        new Explanation(
            "A stripe is not written here",
            "its lease is lost or about to end",
            "Nothing: the node that gets the lease goes on"),
        null,
        true);
  }
}
