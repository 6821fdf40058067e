package dev.persistence.migrate.internal.cli;

/** Says what is wrong with how the program was called. */
public final class UsageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
