package dev.persistence.routing.internal.classifier;

/** What the text of a statement tells about where it may run. */
public enum Verdict {
  /** Only reads; a replica runs it with the same effect. */
  READ("a plain read"),
  /** Something else than a read, or a read that stores what it reads. */
  WRITE("not a plain read"),
  /** A read that locks what it reads. */
  LOCK("locks what it reads"),
  /** Depends on, or changes, what one session or one node knows beside its data. */
  SESSION("depends on its session or node"),
  /** Calls a function that is not known to be harmless. */
  FUNCTION("calls a function that is not known to be harmless"),
  /** Contains something whose meaning depends on the server's settings or version. */
  UNSURE("cannot be told from a write"),
  /** Ends inside a literal, a quoted name or a comment. */
  UNTERMINATED("ends inside a literal or a comment");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** Returns the verdict in words. */
  public String text() {
    return text;
  }

  public boolean isRead() {
    return this == READ;
  }

  /**
   * Tells whether the statement may leave something in the session that runs it, so that later
   * statements should run in the same session, whatever their own texts say.
   */
  public boolean mayChangeSession() {
    return switch (this) {
      case SESSION, FUNCTION, UNSURE, UNTERMINATED -> true;
      default -> false;
    };
  }
}
