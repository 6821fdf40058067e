package dev.persistence.migrate.internal.lint;

import dev.persistence.migrate.lint.Effect;
import dev.persistence.migrate.lint.Effect.Work;
import dev.persistence.migrate.lint.TableLock;

/** The effects that the rules speak of. */
final class Effects {

  static final Effect ACCESS_EXCLUSIVE = new Effect(TableLock.ACCESS_EXCLUSIVE, Work.MOMENT);
  static final Effect ACCESS_EXCLUSIVE_SCAN = new Effect(TableLock.ACCESS_EXCLUSIVE, Work.SCAN);
  static final Effect ACCESS_EXCLUSIVE_REWRITE =
      new Effect(TableLock.ACCESS_EXCLUSIVE, Work.REWRITE);
  static final Effect SHARE_ROW_EXCLUSIVE_SCAN =
      new Effect(TableLock.SHARE_ROW_EXCLUSIVE, Work.SCAN);
  static final Effect SHARE_SCAN = new Effect(TableLock.SHARE, Work.SCAN);
  static final Effect SHARE_REWRITE = new Effect(TableLock.SHARE, Work.REWRITE);
  static final Effect METADATA = new Effect(TableLock.METADATA, Work.MOMENT);
  static final Effect ROWS = new Effect(TableLock.ROW_EXCLUSIVE, Work.SCAN);
  static final Effect UNKNOWN = new Effect(TableLock.UNKNOWN, Work.UNKNOWN);

  private Effects() {}
}
