package dev.persistence.cache.internal.behind;

import dev.persistence.cache.DeadLetter;
import dev.persistence.cache.WriteBehindCacheConfig;
import dev.persistence.cache.WriteBehindException;
import dev.persistence.cache.WriteOperation;
import dev.persistence.cache.log.LogEntry;
import dev.persistence.cache.log.LogPosition;
import dev.persistence.cache.log.WriteLog;
import dev.persistence.core.Explanation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts operations into a log, from which the node that has a stripe's lease writes them, in the
 * order of the log.
 *
 * <p>A caller who finds no room appends as well, for the log alone knows the order of a key over
 * all nodes, and waits until its entry is written: it is as slow as the database, which is what
 * writing through is for.
 */
final class LogIntake<K, V> implements Intake<K, V> {

  private static final Logger LOG = LoggerFactory.getLogger(LogIntake.class);

  private final WriteBehindCacheConfig config;
  private final EngineParts<K, V> parts;
  private final WriteLog log;
  private final Bytes<K, V> bytes;
  private final LogFeeder feeder;
  private final List<LogStripe<K, V>> stripes = new ArrayList<>();
  private volatile boolean sealed;

  LogIntake(EngineParts<K, V> parts, WriteLog log, Bytes<K, V> bytes) {
    this.config = parts.config();
    this.parts = parts;
    this.log = log;
    this.bytes = bytes;
    this.feeder = new LogFeeder(config);
    LogSource<K, V> source = new LogSource<>(log, bytes, feeder::wake);
    for (int i = 0; i < config.stripes(); i++) {
      stripes.add(new LogStripe<>(i, parts, source));
    }
  }

  private LogStripe<K, V> stripe(K key) {
    return stripes.get(parts.stripes().indexOf(bytes.text(key).hashCode()));
  }

  @Override
  public void start() {
    feeder.start(stripes);
  }

  @Override
  public void accept(WriteOperation<K, V> operation) {
    if (sealed) {
      throw new IllegalStateException(
          "write-behind \"" + config.name() + "\" is closed; it takes no more writes");
    }
    LogEntry entry = encode(operation);
    LogStripe<K, V> stripe = stripe(operation.key());
    boolean isPinned = stripe.pins().isPinned(operation.key());
    boolean hasPlace = !isPinned && hasRoom();
    LogPosition position = append(stripe, new GroupAppend.Ticket<>(operation, entry, hasPlace));
    parts.counters().accepted.increment();
    feeder.wake();
    if (!isPinned && !hasPlace) {
      awaitWritten(stripe, position);
    }
  }

  private LogEntry encode(WriteOperation<K, V> operation) {
    List<LogEntry> encoded = new ArrayList<>();
    Throwable failure = Failure.of(() -> encoded.add(bytes.encode(operation)));
    if (failure != null) {
      throw refused("its key or value could not be encoded", failure, false);
    }
    return encoded.get(0);
  }

  private LogPosition append(LogStripe<K, V> stripe, GroupAppend.Ticket<K, V> ticket) {
    stripe.append().append(ticket);
    LogPosition position = ticket.position();
    if (position == null) {
      if (ticket.hasPlace()) {
        parts.room().leave();
      }
      Throwable failure = ticket.failure();
      boolean passing = failure != null && parts.run().isTransient(failure);
      throw refused("the log failed, and may or may not have it", failure, passing);
    }
    return position;
  }

  private boolean hasRoom() {
    try {
      return parts.room().enter(config.fullWait());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw refused("its thread was interrupted while the queue was full", interrupted, true);
    }
  }

  private void awaitWritten(LogStripe<K, V> stripe, LogPosition position) {
    long deadline = System.nanoTime() + config.writeThroughTimeout().toNanos();
    try {
      if (!stripe.pins().awaitGone(position, deadline)) {
        throw refused("the queue is full; the log has it, the database not yet", null, true);
      }
      parts.counters().writtenThrough.increment();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw refused("its thread was interrupted; the log has it", interrupted, true);
    }
  }

  private static WriteBehindException refused(
      String why, @Nullable Throwable cause, boolean passing) {
    return new WriteBehindException(
        new Explanation(
            "A write was not acknowledged",
            why,
            passing ? "Write again, it does no harm" : "Look at the cause"),
        cause,
        passing);
  }

  @Override
  public Optional<WriteOperation<K, V>> waiting(K key) {
    LogStripe<K, V> stripe = stripe(key);
    Optional<WriteOperation<K, V>> own = stripe.pins().newest(key);
    return own.isPresent() ? own : stripe.stripe().waiting(key);
  }

  @Override
  public boolean flush(long deadlineNanos) throws InterruptedException {
    List<Long> marks = stripes.stream().map(stripe -> stripe.pins().mark()).toList();
    parts.stripes().all().forEach(Stripe::beginFlush);
    feeder.wake();
    try {
      boolean done = true;
      for (int i = 0; i < stripes.size(); i++) {
        done &= stripes.get(i).pins().awaitGone(marks.get(i), deadlineNanos);
      }
      return done;
    } finally {
      parts.stripes().all().forEach(Stripe::endFlush);
    }
  }

  /** Returns what waits here of all nodes, or, if that is more, what this node waits for. */
  @Override
  public Backlog backlog() {
    Backlog queued = parts.stripes().backlog();
    int own = 0;
    Long oldest = queued.oldestNanos();
    for (LogStripe<K, V> stripe : stripes) {
      Backlog pinned = stripe.pins().backlog();
      Long since = pinned.oldestNanos();
      own += pinned.pending();
      oldest = oldest == null || (since != null && since - oldest < 0) ? since : oldest;
    }
    return new Backlog(
        Math.max(own, queued.pending()),
        oldest,
        queued.deadLetters(),
        Math.max(queued.failures(), feeder.failures()));
  }

  @Override
  public boolean isFull() {
    return parts.room().isFull();
  }

  @Override
  public List<DeadLetter<K, V>> deadLetters() {
    return parts.stripes().deadLetters();
  }

  @Override
  public boolean retry(DeadLetter<K, V> letter) {
    return stripe(letter.operation().key()).stripe().retry(letter);
  }

  @Override
  public boolean discard(DeadLetter<K, V> letter) {
    LogStripe<K, V> stripe = stripe(letter.operation().key());
    List<LogPosition> entries = stripe.stripe().discard(letter);
    if (entries != null) {
      stripe.acknowledge(entries);
    }
    return entries != null;
  }

  @Override
  public void seal() {
    sealed = true;
  }

  @Override
  public void stop() {
    feeder.stop();
    Throwable failure = Failure.of(log::close);
    if (failure != null) {
      LOG.warn("{}: the log did not close: {}", config.name(), Failure.describe(failure));
    }
  }

  @Override
  public Acknowledgement<K, V> acknowledgement(int stripe) {
    return stripes.get(stripe);
  }
}
