package dev.persistence.cache;

import dev.persistence.cache.log.WriteLog;
import dev.persistence.core.Arguments;

/**
 * What has to hold before a {@link WriteBehindCache} acknowledges a write: the choice that has no
 * default.
 */
public sealed interface Durability permits Durability.Memory, Durability.Logged {

  /**
   * Returns MEMORY: a write is acknowledged once it is in this process's queue. A process that is
   * killed loses every key that waits: normally what came within {@code maxAge} and the time of a
   * batch, while the database is down all since then, never more keys than {@code capacity}.
   */
  static Durability memory() {
    return new Memory();
  }

  /**
   * Returns the durability of a log: a write is acknowledged once the log has it, and {@linkplain
   * WriteLog#lossBound() what the log may lose} is all that can be lost. The log is for this cache
   * alone, which closes it.
   */
  static Durability logged(WriteLog log) {
    return new Logged(Arguments.notNull("log", log));
  }

  /** Returns the name, such as {@code MEMORY} or {@code DB_OUTBOX}. */
  String name();

  /** Acknowledged in memory. */
  record Memory() implements Durability {
    @Override
    public String name() {
      return "MEMORY";
    }
  }

  /**
   * Acknowledged in a log.
   *
   * @param log where
   */
  record Logged(WriteLog log) implements Durability {
    @Override
    public String name() {
      return log.name();
    }
  }
}
