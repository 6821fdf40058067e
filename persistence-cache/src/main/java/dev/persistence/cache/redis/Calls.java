package dev.persistence.cache.redis;

import dev.persistence.cache.store.StoreUnavailableException;
import dev.persistence.core.Explanation;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.AsyncCommand;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands and waits for their answers: never beyond a deadline, never more than so many at a
 * time, and not at all while the circuit breaker is open. Thread-safe.
 */
final class Calls {

  private final RedisStoreConfig config;
  private final boolean clustered;
  private final CircuitBreaker breaker;
  private final AtomicInteger pending = new AtomicInteger();
  private final SecureRandom random = new SecureRandom();
  private volatile @Nullable StatefulConnection<String, byte[]> connection;

  /**
   * @param clustered whether each key goes to a server of its own
   */
  Calls(RedisStoreConfig config, boolean clustered) {
    this.config = config;
    this.clustered = clustered;
    this.breaker =
        CircuitBreaker.of(
            config.name(),
            CircuitBreakerConfig.custom()
                .failureRateThreshold(config.breakerFailurePercent())
                .slidingWindowSize(config.breakerCalls())
                .minimumNumberOfCalls(config.breakerCalls())
                .permittedNumberOfCallsInHalfOpenState(Math.min(5, config.breakerCalls()))
                .waitDurationInOpenState(config.breakerOpen())
                .build());
  }

  /** Uses this connection from now on, or none. */
  void use(@Nullable StatefulConnection<String, byte[]> now) {
    connection = now;
  }

  /** Takes in that the server answers: what waits for that need not wait for the breaker. */
  void answered() {
    if (breaker.getState() == CircuitBreaker.State.OPEN) {
      breaker.transitionToHalfOpenState();
    }
  }

  boolean isConnected() {
    return connection != null;
  }

  /** Tells whether a script may take any keys together. */
  boolean takeManyKeys() {
    return !clustered;
  }

  /** Returns a number that nobody else has. */
  long random() {
    return random.nextLong();
  }

  /** Sends reads, which leave nothing at a foreign key instead of failing. */
  void read(List<? extends AsyncCommand<String, byte[], ?>> commands) {
    run(commands, System.nanoTime() + config.readDeadline().toNanos());
  }

  /** Calls scripts that read and returns what each of them has found, in the same order. */
  <T> List<T> reads(List<Script.Call> calls, Supplier<CommandOutput<String, byte[], T>> output) {
    return scripts(calls, output, config.readDeadline());
  }

  /** Calls scripts that may write and returns their answers in the same order. */
  List<List<Object>> writes(List<Script.Call> calls) {
    return scripts(calls, Wire::nested, config.writeDeadline());
  }

  private <T> List<T> scripts(
      List<Script.Call> calls,
      Supplier<CommandOutput<String, byte[], T>> output,
      Duration deadline) {
    long until = System.nanoTime() + deadline.toNanos();
    List<AsyncCommand<String, byte[], T>> commands = new ArrayList<>(calls.size());
    calls.forEach(call -> commands.add(call.byDigest(output.get())));
    run(commands, until);
    List<AsyncCommand<String, byte[], T>> again = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      if (commands.get(i).isCompletedExceptionally()) {
        commands.set(i, calls.get(i).byText(output.get()));
        again.add(commands.get(i));
      }
    }
    run(again, until);
    return commands.stream().map(AsyncCommand::join).toList();
  }

  /** Returns when all are answered; what a server answers to a single one is for the caller. */
  private void run(List<? extends AsyncCommand<String, byte[], ?>> commands, long until) {
    if (commands.isEmpty()) {
      return;
    }
    StatefulConnection<String, byte[]> to = connection;
    if (to == null) {
      throw failed("there is no connection to a server", null);
    }
    if (!breaker.tryAcquirePermission()) {
      throw failed("it failed too often of late and is not asked (circuit breaker open)", null);
    }
    if (pending.addAndGet(commands.size()) > config.maxPending()) {
      pending.addAndGet(-commands.size());
      breaker.releasePermission();
      throw failed("more than " + config.maxPending() + " commands wait for an answer", null);
    }
    long begin = System.nanoTime();
    try {
      send(to, commands);
      await(commands, until);
      breaker.onSuccess(System.nanoTime() - begin, TimeUnit.NANOSECONDS);
    } catch (InterruptedException | RedisCommandInterruptedException e) { // Not Redis's fault.
      Thread.currentThread().interrupt();
      breaker.releasePermission();
      throw failed("the thread was interrupted while it waited", e);
    } catch (RuntimeException e) { // Not only of Lettuce's kind, if its client was shut down.
      breaker.onError(System.nanoTime() - begin, TimeUnit.NANOSECONDS, e);
      throw failed(String.valueOf(e.getMessage()), e);
    } finally {
      pending.addAndGet(-commands.size());
      cancelUnanswered(commands);
    }
  }

  private static void send(
      StatefulConnection<String, byte[]> to,
      List<? extends AsyncCommand<String, byte[], ?>> commands) {
    if (commands.size() == 1) {
      to.dispatch(commands.get(0));
    } else {
      to.dispatch(commands);
    }
  }

  private static void await(List<? extends AsyncCommand<String, byte[], ?>> commands, long until)
      throws InterruptedException {
    for (AsyncCommand<String, byte[], ?> command : commands) {
      if (!command.await(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        throw new RedisException("there was no answer in time");
      }
      if (command.isCompletedExceptionally()) {
        requireHarmless(failure(command));
      }
    }
  }

  private static void requireHarmless(@Nullable Throwable failure) {
    if (failure instanceof RedisNoScriptException || isForeign(failure)) {
      return;
    }
    throw new RedisException(String.valueOf(failure), failure);
  }

  private static boolean isForeign(@Nullable Throwable failure) {
    return failure instanceof RedisCommandExecutionException
        && String.valueOf(failure.getMessage()).startsWith("WRONGTYPE");
  }

  private static @Nullable Throwable failure(AsyncCommand<?, ?, ?> command) {
    return command.handle((answer, failure) -> failure).join();
  }

  private static void cancelUnanswered(List<? extends AsyncCommand<String, byte[], ?>> commands) {
    for (AsyncCommand<String, byte[], ?> command : commands) {
      if (!command.isDone()) {
        command.cancel();
      }
    }
  }

  private static StoreUnavailableException failed(String why, @Nullable Throwable cause) {
    return new StoreUnavailableException(
        new Explanation(
            "Redis did not do what the cache asked for",
            why,
            "Go on without the cache, and look at the server if this lasts"),
        cause);
  }
}
