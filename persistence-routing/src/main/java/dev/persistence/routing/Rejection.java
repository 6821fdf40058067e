package dev.persistence.routing;

/** Why a replica was not chosen. */
public enum Rejection {
  /** It was eligible; another one was chosen. */
  NOT_CHOSEN("eligible, not chosen"),
  /** The sampler gets no answer from it. */
  DOWN("no answer to the sampler"),
  /** Its pool gave no connection. */
  NO_CONNECTION("its pool gave no connection"),
  /** It follows another epoch than the primary's, or none. */
  OTHER_EPOCH("follows another epoch"),
  /** Since the sampler's last reconnect it has shown nothing that bounds its lag. */
  UNKNOWN_LAG("its lag is not known yet"),
  /** It answers or keeps up again, but not for long enough to be trusted. */
  ON_PROBATION("back, but not for long enough"),
  /** It was asked to get no new work. */
  DRAINING("is being drained"),
  /** It was taken out of the cluster. */
  REMOVED("was removed"),
  /** It takes writes, but another node is the primary. */
  FENCED("takes writes without being the primary"),
  /** It lags more than the configured limit. */
  LAGGING("lags more than maxLag"),
  /** It has not replayed the session's last write. */
  BEHIND_WRITE("behind the session's last write"),
  /** It may lack what the session has already read elsewhere. */
  BEHIND_READ("behind the session's last read"),
  /** It is staler than the bound of the read. */
  TOO_STALE("staler than the bound"),
  /** It has not replayed the token. */
  BEHIND_TOKEN("behind the token");

  private final String text;

  Rejection(String text) {
    this.text = text;
  }

  /** Returns the reason in words, as in log lines and exceptions. */
  public String text() {
    return text;
  }
}
