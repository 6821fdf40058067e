package dev.persistence.benchmarks;

import dev.persistence.routing.internal.classifier.Classifier;
import dev.persistence.routing.internal.classifier.KnownFunctions;
import dev.persistence.routing.internal.classifier.SqlSyntax;
import dev.persistence.routing.internal.classifier.Verdict;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The verdict on a statement's text: seen before as the same string, seen before as an equal one,
 * and never seen before; beside a mere walk over the text.
 *
 * <p>"small" is a look-up by key, "ordinary" a join of some 400 characters as a mapper writes it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ClassifierBenchmark {

  private static final int TEXTS = 1 << 14;

  private static final String SMALL = "select version, name from item where id = ?";

  private static final String ORDINARY =
      "select o1_0.id, o1_0.customer_id, o1_0.created_at, o1_0.status, c1_0.id, c1_0.name,"
          + " c1_0.email, coalesce(sum(l1_0.quantity * l1_0.price), 0) from orders o1_0"
          + " join customers c1_0 on c1_0.id = o1_0.customer_id left join lines l1_0"
          + " on l1_0.order_id = o1_0.id where o1_0.status in (?, ?, ?) and lower(c1_0.name) like ?"
          + " escape '!' and o1_0.created_at > ? group by o1_0.id, c1_0.id"
          + " order by o1_0.created_at desc fetch first ? rows only";

  @Param({"small", "ordinary"})
  String statement = "small";

  private final Classifier classifier = new Classifier(SqlSyntax.POSTGRES, KnownFunctions.NONE);
  private String sql = "";
  private String equalSql = "";
  private final String[] manyTexts = new String[TEXTS];
  private int next;

  @Setup
  public void makeTexts() {
    sql = statement.equals("small") ? SMALL : ORDINARY;
    for (int i = 0; i < TEXTS; i++) {
      manyTexts[i] = sql + " -- " + (10_000 + i);
    }
  }

  /** A string whose hash was never asked for, as from a builder of statements. */
  @Setup(Level.Iteration)
  public void copyText() {
    equalSql = String.copyValueOf(sql.toCharArray());
  }

  /** What it takes to look at each character of a text once, which is the measure of the others. */
  @Benchmark
  public int walk() {
    next = (next + 1) & (TEXTS - 1);
    String text = manyTexts[next];
    int quotes = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\'') {
        quotes++;
      }
    }
    return quotes;
  }

  @Benchmark
  public Verdict warm() {
    return classifier.classify(sql);
  }

  @Benchmark
  public Verdict warmByEqualText() {
    return classifier.classify(equalSql);
  }

  /** Eight times more texts than are remembered, in turn: each is judged anew. */
  @Benchmark
  public Verdict cold() {
    next = (next + 1) & (TEXTS - 1);
    return classifier.classify(manyTexts[next]);
  }
}
