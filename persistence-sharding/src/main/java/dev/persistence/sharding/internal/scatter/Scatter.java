package dev.persistence.sharding.internal.scatter;

import dev.persistence.sharding.internal.Shard;
import dev.persistence.sharding.scatter.RowConsumer;
import dev.persistence.sharding.scatter.ScatterException;
import dev.persistence.sharding.scatter.ScatterResult;
import dev.persistence.sharding.scatter.ScatterRow;
import dev.persistence.sharding.scatter.ScatterSpec;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** Scattered queries over the shards of one data source. Thread-safe. */
public final class Scatter implements AutoCloseable {

  private final Executor executor;
  private final Set<Gather> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  public Scatter(Executor executor) {
    this.executor = executor;
  }

  /** Collects the result. */
  public ScatterResult<ScatterRow> collect(List<Shard> shards, Question question)
      throws SQLException {
    ScatterSpec spec = question.spec();
    long mostBytes = spec.bounds().maxBytes();
    Rows rows = new Rows(mostBytes);
    Gather.Sink page = new PageCut(spec.page(), rows);
    if (spec.grouping().isNone()) {
      Map<String, Throwable> missing = gather(shards, question, page);
      return new ScatterResult<>(rows.rows(), missing);
    }
    Groups groups = new Groups(spec.grouping(), mostBytes);
    Map<String, Throwable> missing = gather(shards, question, groups);
    try {
      groups.into(page, spec.page().order());
    } catch (UnfitValuesException unfit) {
      throw new ScatterException(unfit.explanation());
    }
    return new ScatterResult<>(rows.rows(), missing);
  }

  /** Gives each row to the consumer as it comes. */
  public Map<String, Throwable> each(List<Shard> shards, Question question, RowConsumer consumer)
      throws SQLException {
    ScatterSpec spec = question.spec();
    if (!spec.grouping().isNone()) {
      ScatterResult<ScatterRow> result = collect(shards, question);
      for (ScatterRow row : result.rows()) {
        consumer.accept(row);
      }
      return result.missing();
    }
    Gather.Sink each =
        (labels, row) -> {
          consumer.accept(new ScatterRow(labels, row));
          return true;
        };
    return gather(shards, question, new PageCut(spec.page(), each));
  }

  private Map<String, Throwable> gather(List<Shard> shards, Question question, Gather.Sink sink)
      throws SQLException {
    Gather gather = new Gather(shards, question, executor);
    running.add(gather);
    try {
      if (closed) {
        gather.close();
      }
      return gather.into(sink);
    } finally {
      running.remove(gather);
    }
  }

  /** Makes what runs fail, and whatever is asked later. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Gather::close);
  }
}
