package dev.persistence.testkit.history;

/** One recorded operation, as the explanation of a violation shows it. */
record Operation(SessionHistory history, int index) {

  String session() {
    return history.session();
  }

  int key() {
    return OperationLog.keyOf(packed());
  }

  int node() {
    return OperationLog.nodeOf(packed());
  }

  int kind() {
    return OperationLog.kindOf(packed());
  }

  long version() {
    return history.log().version(index);
  }

  long start() {
    return history.log().start(index);
  }

  long end() {
    return history.log().end(index);
  }

  private long packed() {
    return history.log().packed(index);
  }
}
