package dev.persistence.migrate;

/** A part of a migration's life in which something is changed. */
public enum Phase {
  EXPAND,
  BACKFILL,
  VERIFY,
  SWITCH,
  CONTRACT,
  REVERT,
  ABORT
}
