package dev.persistence.lifecycle.softdelete;

/** Which rows of a soft-deletable table are meant. */
public enum Visibility {
  LIVE,
  DELETED,
  /** Live and deleted ones. */
  ALL
}
