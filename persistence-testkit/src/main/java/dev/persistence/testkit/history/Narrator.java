package dev.persistence.testkit.history;

import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** Finds what an offending operation collides with, and tells it in a sentence. */
final class Narrator {

  private final List<SessionHistory> histories;
  private final @Nullable KeyVersions versions;
  private final Names keys;
  private final Names nodes;

  Narrator(
      List<SessionHistory> histories, @Nullable KeyVersions versions, Names keys, Names nodes) {
    this.histories = histories;
    this.versions = versions;
    this.keys = keys;
    this.nodes = nodes;
  }

  Violation tell(Guarantee guarantee, Operation offender) {
    Operation missed = null;
    Operation cause = causeOnSameKey(guarantee, offender);
    if (cause == null && offender.kind() == OperationLog.READ && versions != null) {
      long position = versions.next(offender.key(), offender.version());
      missed = writerOf(offender.key(), position);
      cause = lastBefore(offender, causeKind(guarantee), null, version -> version >= position);
    } else if (cause == null) {
      cause =
          lastBefore(offender, causeKind(guarantee), null, version -> version > offender.version());
    }
    if (cause == null) {
      throw new IllegalStateException("no cause of " + guarantee + " at " + text(offender));
    }
    String timeLine = new TimeLine(histories, keys, nodes).draw(cause, missed, offender);
    return new Violation(
        guarantee, offender.session(), sentence(guarantee, cause, missed, offender), timeLine);
  }

  private static int causeKind(Guarantee guarantee) {
    return switch (guarantee) {
      case READ_YOUR_WRITES, MONOTONIC_WRITES -> OperationLog.WRITE;
      case MONOTONIC_READS, WRITES_FOLLOW_READS -> OperationLog.READ;
    };
  }

  private @Nullable Operation causeOnSameKey(Guarantee guarantee, Operation offender) {
    long version = offender.version();
    return lastBefore(
        offender,
        causeKind(guarantee),
        offender.key(),
        offender.kind() == OperationLog.READ ? seen -> seen > version : seen -> seen >= version);
  }

  private static @Nullable Operation lastBefore(
      Operation offender, int kind, @Nullable Integer key, LongPredicate version) {
    for (int i = offender.index() - 1; i >= 0; i--) {
      Operation earlier = new Operation(offender.history(), i);
      if (earlier.kind() == kind
          && (key == null || key == earlier.key())
          && version.test(earlier.version())) {
        return earlier;
      }
    }
    return null;
  }

  /** Returns the write that gave the key this version; a read of it, if no write is recorded. */
  private @Nullable Operation writerOf(int key, long version) {
    Operation reader = null;
    for (SessionHistory history : histories) {
      for (int i = 0; i < history.log().size(); i++) {
        Operation operation = new Operation(history, i);
        if (operation.key() == key && operation.version() == version) {
          if (operation.kind() != OperationLog.READ) {
            return operation;
          }
          reader = operation;
        }
      }
    }
    return reader;
  }

  private String sentence(
      Guarantee guarantee, Operation cause, @Nullable Operation missed, Operation offender) {
    String told =
        offender.session()
            + " first "
            + text(cause)
            + " (1), and then "
            + text(offender)
            + " (2), ";
    if (missed != null) {
      String lacking = keys.valueOf(missed.key()) + "@" + missed.version();
      return told
          + "which lacks %s (3), ordered at or before (1), so the node had not applied (1)"
              .formatted(lacking);
    }
    return told
        + switch (guarantee) {
          case READ_YOUR_WRITES -> "which does not see the session's own write";
          case MONOTONIC_READS -> "which does not see what the earlier read saw";
          case MONOTONIC_WRITES -> "which is not ordered after the session's earlier write";
          case WRITES_FOLLOW_READS -> "which is not ordered after the write that was read";
        };
  }

  private String text(Operation operation) {
    boolean read = operation.kind() == OperationLog.READ;
    return "%s %s@%d %s %s"
        .formatted(
            read ? "read" : "wrote",
            keys.valueOf(operation.key()),
            operation.version(),
            read ? "from" : "on",
            nodes.valueOf(operation.node()));
  }
}
