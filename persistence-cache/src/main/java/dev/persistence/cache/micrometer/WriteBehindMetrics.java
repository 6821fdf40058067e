package dev.persistence.cache.micrometer;

import dev.persistence.cache.WriteBehindCache;
import dev.persistence.cache.WriteBehindStatistics;
import dev.persistence.core.Arguments;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * The meters of one cache that writes behind.
 *
 * <pre>{@code
 * new WriteBehindMetrics(hits).bindTo(registry);
 * }</pre>
 *
 * <p>All have the tag cache, which is the cache's name. Gauges {@code
 * persistence.writebehind.pending}, the keys that wait to be written, {@code
 * persistence.writebehind.oldest.age}, how many seconds the longest waiting one has waited, 0 if
 * none does, and {@code persistence.writebehind.dead}, the operations that were given up; counter
 * {@code persistence.writebehind.flush} (result: success, failure) of the batches that the writer
 * was called with. All values are read when the registry asks: nothing is added to the work of the
 * cache. Thread-safe; binding twice to one registry changes nothing.
 */
@SuppressWarnings("exports") // Whoever calls it has Micrometer; nobody else shall need it.
public final class WriteBehindMetrics implements MeterBinder {

  private final WriteBehindCache<?, ?> cache;
  private final String name;

  public WriteBehindMetrics(WriteBehindCache<?, ?> cache) {
    this.cache = Arguments.notNull("cache", cache);
    this.name = cache.config().name();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Arguments.notNull("registry", registry);
    Gauge.builder("persistence.writebehind.pending", cache, behind -> behind.statistics().pending())
        .description("Keys that wait to be written")
        .tag("cache", name)
        .register(registry);
    TimeGauge.builder(
            "persistence.writebehind.oldest.age",
            cache,
            TimeUnit.SECONDS,
            behind -> behind.statistics().oldestAge().toNanos() / 1e9)
        .description("How long the longest waiting key has waited")
        .tag("cache", name)
        .register(registry);
    Gauge.builder(
            "persistence.writebehind.dead", cache, behind -> behind.statistics().deadLetters())
        .description("Operations that were given up")
        .tag("cache", name)
        .register(registry);
    bindFlush(registry, "success", WriteBehindStatistics::batches);
    bindFlush(registry, "failure", WriteBehindStatistics::failedBatches);
  }

  private void bindFlush(
      MeterRegistry registry, String result, ToLongFunction<WriteBehindStatistics> value) {
    FunctionCounter.builder(
            "persistence.writebehind.flush",
            cache,
            behind -> value.applyAsLong(behind.statistics()))
        .description("Calls of the writer with a batch")
        .tags("cache", name, "result", result)
        .register(registry);
  }
}
