package dev.persistence.migrate.internal.lint;

/** What is known of a column. */
record KnownColumn(SqlType type, boolean notNull) {

  KnownColumn typed(SqlType newType) {
    return new KnownColumn(newType, notNull);
  }

  KnownColumn nullable(boolean nullable) {
    return new KnownColumn(type, !nullable);
  }
}
