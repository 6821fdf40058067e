package dev.persistence.routing;

/** Why a node was chosen. */
public enum RouteReason {
  /** The work may write: nobody said that it only reads. */
  WRITE("the work may write"),
  /** With {@code autoRoute}: the text is not that of a plain read, or an earlier one was not. */
  VETOED("the statement's text is not that of a plain read"),
  /** The read demands the primary. */
  PRIMARY_DEMANDED("the read demands the primary"),
  /** SERIALIZABLE transactions run on the primary; a standby refuses them. */
  SERIALIZABLE("serializable transactions run on the primary"),
  /** The replica met the demand at once. */
  FRESH("fresh enough"),
  /** The replica met the demand after a wait. */
  CAUGHT_UP("caught up while the read waited"),
  /** The read demands no freshness, and no replica whose sampler gets answers was there. */
  UNWATCHED("nobody knows how fresh it is, which the read does not demand"),
  /** The token is of an older epoch: what it stands for may be lost. */
  TOKEN_UNSATISFIED("the token's epoch is over, its write may be lost"),
  /** No replica met the demand in time. */
  NO_REPLICA_ELIGIBLE("no replica was eligible");

  private final String text;

  RouteReason(String text) {
    this.text = text;
  }

  /** Returns the role that the chosen node had. */
  public NodeRole role() {
    return switch (this) {
      case FRESH, CAUGHT_UP, UNWATCHED -> NodeRole.REPLICA;
      default -> NodeRole.PRIMARY;
    };
  }

  /** Returns the reason in words, as in log lines and exceptions. */
  public String text() {
    return text;
  }
}
