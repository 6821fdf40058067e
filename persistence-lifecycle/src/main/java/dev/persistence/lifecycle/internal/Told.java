package dev.persistence.lifecycle.internal;

import dev.persistence.core.PersistenceException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What may be told of failures: the message of a database or a store may have values in it. */
public final class Told {

  private Told() {}

  /** Returns the failure without the message of anybody but ourselves; null of null. */
  public static @Nullable String of(@Nullable Exception failure) {
    if (failure == null) {
      return null;
    }
    String told = failure.getClass().getSimpleName();
    if (failure instanceof SQLException database) {
      return told + " " + database.getSQLState();
    }
    return failure instanceof PersistenceException ? told + ": " + failure.getMessage() : told;
  }
}
