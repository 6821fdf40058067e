package dev.persistence.cache.internal.behind;

import dev.persistence.cache.DeadLetter;
import dev.persistence.cache.Durability;
import dev.persistence.cache.FlushReport;
import dev.persistence.cache.WriteBehindCacheConfig;
import dev.persistence.cache.WriteBehindHealth;
import dev.persistence.cache.WriteBehindStatistics;
import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.log.WriteLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workings of one write-behind cache: stripes, their workers, and the way in. Thread-safe. */
public final class Engine<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** How long a worker that is told to stop may take before it is interrupted, and after that. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final WriteBehindCacheConfig config;
  private final EngineParts<K, V> parts;
  private final Intake<K, V> intake;
  private final List<Thread> workers = new ArrayList<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  private Engine(EngineParts<K, V> parts, Intake<K, V> intake) {
    this.config = parts.config();
    this.parts = parts;
    this.intake = intake;
  }

  /** Starts the threads; the bytes are null only where the durability needs none. */
  public static <K, V> Engine<K, V> start(
      WriteBehindCacheConfig config, UserCode<K, V> code, @Nullable Bytes<K, V> bytes) {
    Counters counters = new Counters();
    Room room = new Room(config.capacity());
    boolean logged = config.durability() instanceof Durability.Logged;
    Stripes<K, V> stripes = Stripes.of(config, logged ? new Room(Integer.MAX_VALUE) : room);
    BatchRun<K, V> run = new BatchRun<>(config.name(), code, counters);
    EngineParts<K, V> parts = new EngineParts<>(config, stripes, room, run, counters);
    Intake<K, V> intake;
    if (config.durability() instanceof Durability.Logged chosen) {
      WriteLog log = chosen.log();
      log.open(config.stripes());
      if (bytes == null) {
        throw new IllegalArgumentException(
            "bytes are missing; allowed: some, since there is a log");
      }
      intake = new LogIntake<>(parts, log, bytes);
    } else {
      intake = new MemoryIntake<>(parts);
    }
    Engine<K, V> engine = new Engine<>(parts, intake);
    engine.startThreads();
    return engine;
  }

  private void startThreads() {
    LOG.info("{}", config);
    for (int i = 0; i < config.stripes(); i++) {
      String name = "persistence-cache-writebehind-" + config.name() + "-" + i;
      Thread worker =
          new Thread(
              new StripeWorker<>(
                  config.name(), parts.stripes().get(i), parts.run(), intake.acknowledgement(i)),
              name);
      worker.setDaemon(true);
      workers.add(worker);
      worker.start();
    }
    intake.start();
  }

  public void accept(WriteOperation<K, V> operation) {
    intake.accept(operation);
  }

  public Optional<WriteOperation<K, V>> waiting(K key) {
    return intake.waiting(key);
  }

  public FlushReport flush(Duration max) {
    long start = System.nanoTime();
    long before = parts.counters().written.sum();
    try {
      intake.flush(start + max.toNanos());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt(); // The report says what remains.
    }
    Backlog backlog = intake.backlog();
    return new FlushReport(
        parts.counters().written.sum() - before,
        backlog.pending(),
        backlog.deadLetters(),
        Duration.ofNanos(System.nanoTime() - start));
  }

  public List<DeadLetter<K, V>> deadLetters() {
    return intake.deadLetters();
  }

  public boolean retry(DeadLetter<K, V> letter) {
    return intake.retry(letter);
  }

  public boolean discard(DeadLetter<K, V> letter) {
    return intake.discard(letter);
  }

  public WriteBehindStatistics statistics() {
    Counters counters = parts.counters();
    Backlog backlog = intake.backlog();
    Long oldest = backlog.oldestNanos();
    return new WriteBehindStatistics(
        counters.accepted.sum(),
        counters.coalesced.sum(),
        counters.written.sum(),
        counters.batches.sum(),
        counters.failedBatches.sum(),
        counters.writtenThrough.sum(),
        counters.unreadable.sum(),
        backlog.pending(),
        oldest == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - oldest),
        backlog.deadLetters());
  }

  public WriteBehindHealth health() {
    WriteBehindStatistics statistics = statistics();
    List<String> troubles = new ArrayList<>();
    int failures = intake.backlog().failures();
    if (failures > 0) {
      troubles.add("the writer failed %d times in a row".formatted(failures));
    }
    if (intake.isFull()) {
      troubles.add("the queue is full");
    }
    if (statistics.deadLetters() > 0) {
      troubles.add(statistics.deadLetters() + " dead letters");
    }
    if (statistics.unreadable() > 0) {
      troubles.add(statistics.unreadable() + " unreadable entries");
    }
    if (!closed.get() && !workers.stream().allMatch(Thread::isAlive)) {
      troubles.add("a worker has died");
    }
    return new WriteBehindHealth(
        troubles.isEmpty(), String.join(", ", troubles), lossBound(), statistics);
  }

  private String lossBound() {
    return config.durability() instanceof Durability.Logged logged
        ? logged.log().lossBound()
        : "MEMORY: what waits, at most %d keys; normally what came in the last %s and one batch"
            .formatted(config.capacity(), config.maxAge());
  }

  public FlushReport close(Duration max) {
    if (!closed.compareAndSet(false, true)) {
      return flush(Duration.ZERO);
    }
    boolean interrupted = Thread.interrupted(); // What waits must not be lost for that.
    try {
      return seal(max);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private FlushReport seal(Duration max) {
    intake.seal();
    FlushReport report = flush(max);
    parts.stripes().all().forEach(Stripe::stop);
    awaitWorkers();
    workers.forEach(Thread::interrupt);
    awaitWorkers();
    intake.stop();
    if (report.isComplete()) {
      LOG.info("write-behind \"{}\" closed: {}", config.name(), report);
    } else {
      LOG.error("write-behind \"{}\" closed with writes undone: {}", config.name(), report);
    }
    return report;
  }

  /** Waits for all workers together, or not at all if this thread is interrupted. */
  private void awaitWorkers() {
    long deadline = System.nanoTime() + GRACE.toNanos();
    try {
      for (Thread worker : workers) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left > 0) {
          worker.join(left);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
