package dev.persistence.benchmarks.run;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** How long a benchmark of JMH runs. */
enum Pace {
  /** To see that it runs, what it allocates and its order of magnitude. */
  SHORT {
    @Override
    void set(ChainedOptionsBuilder options) {
      TimeValue iteration = new TimeValue(250, TimeUnit.MILLISECONDS);
      options
          .forks(1)
          .warmupIterations(2)
          .warmupTime(iteration)
          .measurementIterations(3)
          .measurementTime(iteration);
    }
  },
  /** To be quoted; as long as the benchmark itself says. */
  QUOTABLE {
    @Override
    void set(ChainedOptionsBuilder options) {}
  };

  abstract void set(ChainedOptionsBuilder options);

  /** Returns options that stop at the first failure and count allocated bytes. */
  ChainedOptionsBuilder options() {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .addProfiler(GCProfiler.class);
    set(options);
    return options;
  }
}
