package dev.persistence.migrate;

/** Which side of a migration the application reads. */
public enum ReadSide {
  /** The columns of before. */
  READ_OLD,
  /** The columns that the migration has made. */
  READ_NEW
}
