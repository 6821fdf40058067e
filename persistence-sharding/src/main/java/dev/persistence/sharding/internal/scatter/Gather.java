package dev.persistence.sharding.internal.scatter;

import dev.persistence.core.Explanation;
import dev.persistence.sharding.internal.Shard;
import dev.persistence.sharding.scatter.ScatterException;
import dev.persistence.sharding.scatter.ScatterPolicy;
import dev.persistence.sharding.scatter.ScatterSpec;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks shards side by side and merges their rows, in their order if there is one, on the calling
 * thread. Used once.
 *
 * <p>Every shard is read through a window of its own, so that memory is bounded however many rows
 * there are; a shard whose window is full waits. All shards are read at the same time, for a merge
 * needs the first row of each.
 */
final class Gather {

  /** What the shards have of the deadline; the rest is for ending what runs. */
  private static final double SHARE_OF_SHARDS = 0.8;

  /** How often it is looked in that time whether a silent shard holds others back. */
  private static final int LOOKS = 20;

  /** The class of SQLStates for what is not valid SQL, or names what there is not. */
  private static final String MISTAKE = "42";

  /** Takes the rows of the result. */
  @FunctionalInterface
  interface Sink {
    /** Returns whether more rows are wanted. */
    boolean take(List<String> labels, @Nullable Object[] row) throws SQLException;
  }

  private final ScatterSpec spec;
  private final List<ShardRead> reads = new ArrayList<>();
  private final Map<String, Throwable> missing = new LinkedHashMap<>();
  private final long patienceNanos;
  private final long deadlineNanos;
  private final WaitingTime waiting = new WaitingTime();
  private volatile @Nullable Throwable closed;

  Gather(List<Shard> shards, Question question, Executor executor) {
    this.spec = question.spec();
    this.patienceNanos = (long) (spec.bounds().deadline().toNanos() * SHARE_OF_SHARDS);
    this.deadlineNanos = System.nanoTime() + patienceNanos;
    long window = spec.bounds().maxBytes() / shards.size();
    shards.stream()
        .sorted(Comparator.comparing(Shard::name)) // So that nobody waits in a circle for permits.
        .forEach(shard -> reads.add(new ShardRead(shard, question, executor, window)));
  }

  /** Gives the rows to the sink and returns the shards that gave no answer, with the reasons. */
  Map<String, Throwable> into(Sink sink) throws SQLException {
    try {
      List<ShardRead> started = start();
      if (spec.page().order().isEmpty() || !spec.grouping().isNone()) {
        oneAfterTheOther(started, sink);
      } else {
        merged(started, sink);
      }
      for (Map.Entry<String, Throwable> each : missing.entrySet()) {
        checkQuery(each.getKey(), each.getValue());
      }
      return missing;
    } catch (UnfitValuesException unfit) {
      throw new ScatterException(unfit.explanation());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ScatterException(
          new Explanation(
              "The query has no result",
              "the thread was interrupted while it waited for shards",
              "Clear the interrupt and try again, or let the thread end"));
    } finally {
      reads.forEach(ShardRead::stop); // A page may be complete while a shard still looks for rows.
    }
  }

  /** Makes it fail, from another thread, since nobody is to be asked any more. */
  void close() {
    Throwable why = new RejectedExecutionException("The sharded data source was closed");
    closed = why;
    reads.forEach(read -> read.fail(why));
  }

  private List<ShardRead> start() throws InterruptedException, ScatterException {
    List<ShardRead> started = new ArrayList<>();
    for (ShardRead read : reads) {
      if (!permitted(read)) {
        miss(read, late("too many queries run there already"));
        continue;
      }
      try {
        read.start();
        started.add(read);
      } catch (RejectedExecutionException closed) {
        read.shard().permits().release();
        miss(read, closed);
      }
    }
    return started;
  }

  private boolean permitted(ShardRead read) throws InterruptedException {
    waiting.begin();
    try {
      return read.shard().permits().tryAcquire(left(), TimeUnit.NANOSECONDS);
    } finally {
      waiting.end();
    }
  }

  private void oneAfterTheOther(List<ShardRead> started, Sink sink)
      throws InterruptedException, SQLException {
    for (ShardRead read : started) {
      Chunk chunk = next(read);
      while (chunk != null) {
        for (@Nullable Object[] row : chunk.rows) {
          if (!sink.take(labels(read), row)) {
            return;
          }
        }
        chunk = next(read);
      }
    }
  }

  private void merged(List<ShardRead> started, Sink sink)
      throws InterruptedException, SQLException {
    PriorityQueue<Head> heads = null;
    for (ShardRead read : started) {
      Head head = new Head(read);
      if (head.advance()) {
        if (heads == null) {
          RowOrder order = new RowOrder(spec.page().order(), head.labels());
          heads =
              new PriorityQueue<>(Comparator.comparing(Head::row, order).thenComparing(Head::name));
        }
        heads.add(head);
      }
    }
    while (heads != null && !heads.isEmpty()) {
      Head least = heads.remove();
      if (!sink.take(least.labels(), least.row())) {
        return;
      }
      if (least.advance()) {
        heads.add(least);
      }
    }
  }

  /** The first row of a shard that was not merged yet. */
  private final class Head {
    private final ShardRead read;
    private @Nullable Chunk chunk;
    private int place;

    Head(ShardRead read) {
      this.read = read;
    }

    @Nullable Object[] row() {
      if (chunk == null) {
        throw new IllegalStateException("There is no row; this is a defect");
      }
      return chunk.rows.get(place);
    }

    String name() {
      return read.shard().name();
    }

    List<String> labels() {
      return Gather.labels(read);
    }

    /** Goes to the next row; returns false if there is none. */
    boolean advance() throws InterruptedException, SQLException {
      place++;
      while (chunk == null || place >= chunk.rows.size()) {
        chunk = next(read);
        place = 0;
        if (chunk == null) {
          return false;
        }
      }
      return true;
    }
  }

  /** Returns a shard's next rows, or null if there are no more or it does not tell. */
  private @Nullable Chunk next(ShardRead read) throws InterruptedException, ScatterException {
    try {
      Chunk chunk = await(read);
      if (chunk == null) {
        Throwable failure = closed == null ? read.feed().failure() : closed;
        if (failure != null) {
          miss(read, failure);
        }
      }
      return chunk;
    } catch (TimeoutException late) {
      read.stop();
      checkConsumer();
      miss(read, late("it has not answered within its time"));
      return null;
    }
  }

  private @Nullable Chunk await(ShardRead read) throws InterruptedException, TimeoutException {
    waiting.begin();
    try {
      return patiently(read);
    } finally {
      waiting.end();
    }
  }

  /**
   * A shard may be silent for half of its time while it holds others back, so that there is time
   * for all of their rows.
   */
  private @Nullable Chunk patiently(ShardRead read) throws InterruptedException, TimeoutException {
    if (spec.bounds().policy() == ScatterPolicy.ALL_OR_ERROR) {
      return read.feed().take(left());
    }
    while (true) {
      try {
        return read.feed().take(Math.min(left(), patienceNanos / LOOKS));
      } catch (TimeoutException nothing) {
        boolean silent = read.feed().quietNanos() > patienceNanos / 2;
        if (left() == 0 || (silent && reads.stream().anyMatch(other -> other.feed().isHeld()))) {
          throw nothing;
        }
      }
    }
  }

  private void checkConsumer() throws ScatterException {
    long consumedNanos = waiting.elsewhereNanos();
    if (consumedNanos > patienceNanos / 2) {
      throw new ScatterException(
          new Explanation(
              "The query has no result",
              "most of its time was spent in the consumer of its rows, "
                  + TimeUnit.NANOSECONDS.toMillis(consumedNanos)
                  + " ms",
              "Give more time, or let the consumer hand rows on"));
    }
  }

  /** Where nobody has an answer and somebody cannot read the query, that one is at fault. */
  private void checkQuery(String shard, Throwable why) throws ScatterException {
    if (why instanceof SQLException told
        && told.getSQLState() != null
        && told.getSQLState().startsWith(MISTAKE)
        && reads.stream().allMatch(read -> read.feed().labels() == null)) {
      throw new ScatterException(
          new Explanation(
              "The query has no result",
              "it is refused by shard " + shard + ": " + told.getMessage(),
              "Correct it: its columns need names, it ends without a semicolon, and every shard"
                  + " has its tables"),
          told);
    }
  }

  private static SQLException late(String why) {
    return new SQLTimeoutException(
        new Explanation("No answer of the shard", why, "Look at its load, or give more time")
            .toString(),
        "57014");
  }

  private void miss(ShardRead read, Throwable why) throws ScatterException {
    missing.put(read.shard().name(), why);
    read.shard().counters().missed();
    if (spec.bounds().policy() == ScatterPolicy.ALL_OR_ERROR) {
      checkQuery(read.shard().name(), why);
      throw new ScatterException(missing.keySet(), why);
    }
  }

  private static List<String> labels(ShardRead read) {
    List<String> labels = read.feed().labels();
    return labels == null ? List.of() : labels;
  }

  private long left() {
    return Math.max(0, deadlineNanos - System.nanoTime());
  }
}
