package dev.persistence.benchmarks.run;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A contestant of a contest that JMH holds.
 *
 * @param name as in the report
 * @param ours whether it is this library
 * @param benchmark class and method
 * @param parameter as in {@code cache=ours}, or null if the benchmark has none
 */
record Entry(String name, boolean ours, String benchmark, @Nullable String parameter) {

  static Entry ours(String name, String benchmark) {
    return of(name, true, benchmark);
  }

  static Entry peer(String name, String benchmark) {
    return of(name, false, benchmark);
  }

  private static Entry of(String name, boolean ours, String benchmark) {
    int bracket = benchmark.indexOf('[');
    return bracket < 0
        ? new Entry(name, ours, benchmark, null)
        : new Entry(
            name,
            ours,
            benchmark.substring(0, bracket),
            benchmark.substring(bracket + 1, benchmark.length() - 1));
  }

  /** Returns whether that is what JMH ran. */
  boolean is(BenchmarkParams ran) {
    if (!ran.getBenchmark().endsWith("." + benchmark)) {
      return false;
    }
    if (parameter == null) {
      return true;
    }
    int equals = parameter.indexOf('=');
    return parameter.substring(equals + 1).equals(ran.getParam(parameter.substring(0, equals)));
  }
}
