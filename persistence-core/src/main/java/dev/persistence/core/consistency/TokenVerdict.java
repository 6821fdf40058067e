package dev.persistence.core.consistency;

/** What became of one token that arrived as text. */
public enum TokenVerdict {
  /** Signed with a key of ours, in time, for a cluster of ours. */
  VALID,
  /** Not the text of a token, or of another version of the format. */
  UNREADABLE,
  /** Looks like a token, but no key of ours has signed it. */
  FORGED,
  /** Signed by us, but longer ago than the time to live. */
  EXPIRED,
  /** Signed by us at a time that has not come yet: the clocks of two machines differ too much. */
  FUTURE,
  /** Signed by us for a cluster that is not declared here. */
  FOREIGN
}
