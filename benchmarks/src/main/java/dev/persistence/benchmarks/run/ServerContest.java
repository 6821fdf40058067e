package dev.persistence.benchmarks.run;

import dev.persistence.benchmarks.cache.CachedReadLatency;
import dev.persistence.benchmarks.cache.StoreLatency;
import dev.persistence.benchmarks.database.AnonymizedRows;
import dev.persistence.benchmarks.database.BackfillSpeed;
import dev.persistence.benchmarks.database.Contest;
import dev.persistence.benchmarks.database.LagLatency;
import dev.persistence.benchmarks.database.PurgeStalls;
import dev.persistence.benchmarks.database.RecoveryTime;
import dev.persistence.benchmarks.database.RoutedLatency;
import dev.persistence.benchmarks.database.ShardedLatency;
import dev.persistence.benchmarks.database.StartLatency;
import dev.persistence.benchmarks.database.TriggerCost;
import dev.persistence.benchmarks.report.Standing;
import java.util.List;

/** Contests on real servers that are started for them. */
enum ServerContest {
  ROUTING {
    @Override
    List<Standing> hold(int rounds) throws Exception {
      return RoutedLatency.hold(blocks(rounds));
    }
  },
  SHARDING {
    @Override
    List<Standing> hold(int rounds) throws Exception {
      return ShardedLatency.hold(blocks(rounds));
    }
  },
  LAG {
    @Override
    List<Standing> hold(int rounds) throws Exception {
      return LagLatency.hold(new Contest(Math.max(1, rounds / WAITS), WAITS));
    }
  },
  SILENCE {
    @Override
    List<Standing> hold(int rounds) throws Exception {
      return RecoveryTime.hold(Math.max(1, rounds / PROCESSES));
    }
  },
  CACHED {
    @Override
    List<Standing> hold(int rounds) throws Exception {
      return CachedReadLatency.hold(blocks(rounds));
    }
  },
  STORE {
    @Override
    List<Standing> hold(int rounds) throws Exception {
      return StoreLatency.hold(blocks(rounds));
    }
  },
  START {
    @Override
    List<Standing> hold(int rounds) throws Exception {
      return StartLatency.hold(new Contest(Math.max(1, rounds / PROCESSES), 1));
    }
  },
  PURGE {
    @Override
    List<Standing> hold(int rounds) throws Exception {
      return PurgeStalls.hold(Math.max(1, rounds / TABLES));
    }
  },
  ANONYMIZE {
    @Override
    List<Standing> hold(int rounds) throws Exception {
      return AnonymizedRows.hold(new Contest(Math.max(1, rounds / TABLES), 1));
    }
  },
  BACKFILL {
    @Override
    List<Standing> hold(int rounds) throws Exception {
      return BackfillSpeed.hold(Math.max(1, rounds / TABLES));
    }
  },
  TRIGGERS {
    @Override
    List<Standing> hold(int rounds) throws Exception {
      return TriggerCost.hold(blocks(rounds));
    }
  };

  private static final int OPERATIONS = 300;

  /** How many rounds go into one if each operation takes as long as the start of a process. */
  private static final int PROCESSES = 10;

  /** How many rounds go into one if each fills or changes a large table. */
  private static final int TABLES = 50;

  /** How many rounds go into one of as many operations if each waits for a standby. */
  private static final int WAITS = 10;

  private static Contest blocks(int rounds) {
    return new Contest(rounds, OPERATIONS);
  }

  abstract List<Standing> hold(int rounds) throws Exception;
}
