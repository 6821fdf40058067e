package dev.persistence.core.consistency;

/**
 * What became of one token that arrived: the codec judges its text, routing judges its position.
 */
public enum TokenVerdict {
  /** Signed with a key of ours, in time, for a cluster of ours. */
  VALID,
  /** Not the text of a token, of another version of the format, or not a position of the engine. */
  UNREADABLE,
  /** Looks like a token, but no key of ours has signed it. */
  FORGED,
  /** Signed by us, but longer ago than the time to live. */
  EXPIRED,
  /** Signed at a time that has not come yet, or for a position that the primary has not reached. */
  FUTURE,
  /** For a cluster that is not declared here, or not the one that was asked. */
  FOREIGN,
  /** Of an epoch that is over: what it stands for may have been lost in the failover. */
  OLD_EPOCH
}
