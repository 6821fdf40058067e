package dev.persistence.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Draws the operations around a violation: one row for each, in order of start, one column for each
 * session.
 */
final class TimeLine {

  private static final int MAX_ROWS = 20;
  private static final int MAX_SESSIONS = 5;

  private final List<SessionHistory> histories;
  private final Names keys;
  private final Names nodes;

  TimeLine(List<SessionHistory> histories, Names keys, Names nodes) {
    this.histories = histories;
    this.keys = keys;
    this.nodes = nodes;
  }

  String draw(Operation cause, @Nullable Operation missed, Operation offender) {
    List<Operation> marked = Stream.of(cause, offender, missed).filter(Objects::nonNull).toList();
    List<Operation> around = around(marked, offender);
    List<Operation> rows = choose(marked, around);
    List<String> sessions = rows.stream().map(Operation::session).distinct().toList();
    long origin = rows.get(0).start();
    int width = 8;
    for (Operation row : rows) {
      width = Math.max(width, Math.max(row.session().length(), text(row, marked).length()));
    }
    StringBuilder drawing = new StringBuilder();
    drawing.append(String.format(Locale.ROOT, "%25s", "start .. end, ms"));
    for (String session : sessions) {
      drawing.append(" | ").append(pad(session, width));
    }
    for (Operation row : rows) {
      String times =
          String.format(
              Locale.ROOT,
              "%.3f .. %.3f",
              (row.start() - origin) / 1e6,
              (row.end() - origin) / 1e6);
      drawing.append(System.lineSeparator()).append(String.format(Locale.ROOT, "%25s", times));
      for (String session : sessions) {
        boolean own = session.equals(row.session());
        drawing.append(" | ").append(pad(own ? text(row, marked) : "", width));
      }
    }
    int omitted = around.size() - rows.size();
    if (omitted > 0) {
      drawing.append(System.lineSeparator()).append(omitted).append(" more operations not shown");
    }
    return drawing.toString().replaceAll(" +(?=\\R|$)", "");
  }

  /** Returns what touched the keys in question between the first and the last marked operation. */
  private List<Operation> around(List<Operation> marked, Operation offender) {
    long from = marked.stream().mapToLong(Operation::start).min().orElseThrow();
    List<Operation> found = new ArrayList<>();
    for (SessionHistory history : histories) {
      for (int i = 0; i < history.log().size(); i++) {
        Operation operation = new Operation(history, i);
        if (operation.end() >= from
            && operation.start() <= offender.end()
            && marked.stream().anyMatch(one -> one.key() == operation.key())) {
          found.add(operation);
        }
      }
    }
    return found;
  }

  /** Returns the marked ones and the latest others, within the limits, in order of start. */
  private static List<Operation> choose(List<Operation> marked, List<Operation> around) {
    List<Operation> chosen = new ArrayList<>(marked);
    List<String> sessions =
        new ArrayList<>(marked.stream().map(Operation::session).distinct().toList());
    List<Operation> latestFirst =
        around.stream().sorted(Comparator.comparingLong(Operation::start).reversed()).toList();
    for (Operation operation : latestFirst) {
      boolean known = sessions.contains(operation.session());
      if (chosen.size() < MAX_ROWS
          && !chosen.contains(operation)
          && (known || sessions.size() < MAX_SESSIONS)) {
        chosen.add(operation);
        if (!known) {
          sessions.add(operation.session());
        }
      }
    }
    chosen.sort(Comparator.comparingLong(Operation::start).thenComparingLong(Operation::end));
    return chosen;
  }

  private String text(Operation operation, List<Operation> marked) {
    String verb = operation.kind() == OperationLog.READ ? "read " : "write ";
    String version =
        operation.version() == OperationLog.NO_VERSION ? "?" : "" + operation.version();
    String doubt = operation.kind() == OperationLog.UNKNOWN_WRITE ? " (outcome unknown)" : "";
    return verb
        + keys.valueOf(operation.key())
        + "@"
        + version
        + " "
        + nodes.valueOf(operation.node())
        + doubt
        + mark(operation, marked);
  }

  private static String mark(Operation operation, List<Operation> marked) {
    int number = marked.indexOf(operation) + 1;
    return number == 0 ? "" : " (" + number + ")";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
