package dev.persistence.sharding.internal.scatter;

import dev.persistence.sharding.scatter.ScatterSpec.Page;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passes on the rows of one page: none before it, and none after it. Used by one thread. */
final class PageCut implements Gather.Sink {

  private final Gather.Sink next;
  private final long end;
  private final int offset;
  private long seen;

  PageCut(Page page, Gather.Sink next) {
    this.next = next;
    this.offset = page.offset();
    this.end = page.limit() == Page.NO_LIMIT ? Long.MAX_VALUE : page.reach();
  }

  @Override
  public boolean take(List<String> labels, @Nullable Object[] row) throws SQLException {
    if (seen >= end) {
      return false;
    }
    seen++;
    return (seen <= offset || next.take(labels, row)) && seen < end;
  }
}
