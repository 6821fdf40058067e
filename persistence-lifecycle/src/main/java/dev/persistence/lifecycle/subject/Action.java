package dev.persistence.lifecycle.subject;

/** What an erasure does with rows. */
public enum Action {
  /** They are deleted. */
  DELETE,
  /** Their personal values are replaced by an anonymizer's masks. */
  ANONYMIZE,
  /** They lead to rows that are deleted: the foreign key becomes NULL, and they stay. */
  DETACH,
  /** They stay as they are, for a reason that the application has given. */
  KEEP,
  /** The store itself does what it does. */
  STORE
}
