package dev.persistence.benchmarks;

import dev.persistence.core.consistency.ConsistencyToken;
import dev.persistence.core.consistency.DecodedTokens;
import dev.persistence.core.consistency.TokenCodec;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a signed token costs a request: once to write and once to read. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TokenBenchmark {

  @Param({"16/B374D848", "3e11fa47-71ca-11e1-9e33-c80aa9429562:1-1234567"})
  String position = "16/B374D848";

  private final TokenCodec codec =
      TokenCodec.builder()
          .clusters("orders")
          .key("the key that signs".getBytes(StandardCharsets.US_ASCII))
          .previousKey("a key that signed".getBytes(StandardCharsets.US_ASCII))
          .build();
  private final TokenCodec stranger =
      TokenCodec.builder()
          .clusters("orders")
          .key("the key of a stranger".getBytes(StandardCharsets.US_ASCII))
          .build();
  private ConsistencyToken token = new ConsistencyToken("orders", 3, position);
  private String valid = codec.encode(token);
  private String forged = stranger.encode(token);

  @Setup
  public void sign() {
    token = new ConsistencyToken("orders", 3, position);
    valid = codec.encode(token);
    forged = stranger.encode(token);
  }

  @Benchmark
  public String encode() {
    return codec.encode(token);
  }

  /** Signed with the present key, so one signature is computed. */
  @Benchmark
  public DecodedTokens decode() {
    return codec.decode(valid);
  }

  /** Neither key fits, so two signatures are computed. */
  @Benchmark
  public DecodedTokens decodeForged() {
    return codec.decode(forged);
  }
}
