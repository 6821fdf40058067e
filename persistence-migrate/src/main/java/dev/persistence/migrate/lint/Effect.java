package dev.persistence.migrate.lint;

import dev.persistence.core.Arguments;

/**
 * What a statement does to a table that is in use.
 *
 * @param lock the strongest that it takes
 * @param work how long it holds it
 */
public record Effect(TableLock lock, Work work) {

  /** Nothing that anybody would notice. */
  public static final Effect NOTHING = new Effect(TableLock.NONE, Work.MOMENT);

  /** What is done under the lock; its time grows with the table but for the first. */
  public enum Work {
    MOMENT("for a moment"),
    /** Every row is read, or the locks of many rows are kept. */
    SCAN("while every row is read"),
    /** Every row is written into a new file. */
    REWRITE("while the table is rewritten"),
    UNKNOWN("for a time that is not known");

    private final String text;

    Work(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  public Effect {
    Arguments.notNull("lock", lock);
    Arguments.notNull("work", work);
  }

  /** Returns the stronger lock and the longer work of both. */
  public Effect and(Effect other) {
    return new Effect(
        lock.compareTo(other.lock) >= 0 ? lock : other.lock,
        work.compareTo(other.work) >= 0 ? work : other.work);
  }

  /** Tells whether writers wait for as long as the table is large. */
  public boolean isLongBlock() {
    return lock.blocksWriters() && work != Work.MOMENT;
  }

  /** Tells who waits, and how long. */
  public String blocks() {
    return lock.blocksWriters() ? lock.blocks() + " " + work : lock.blocks();
  }
}
