package dev.persistence.migrate.internal.cli;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import dev.persistence.migrate.ChecksumMismatchException;
import dev.persistence.migrate.DataLossException;
import dev.persistence.migrate.GateRefusedException;
import dev.persistence.migrate.InvalidMigrationException;
import dev.persistence.migrate.MigrationAlreadyAppliedException;
import dev.persistence.migrate.MigrationBusyException;
import dev.persistence.migrate.MigrationStateException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the program tells what.
 *
 * @param out results
 * @param err everything else
 */
public record Console(PrintStream out, PrintStream err, boolean json) {

  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int BUSY = 3;
  static final int REFUSED = 4;

  private static final List<Class<?>> REFUSALS =
      List.of(
          InvalidMigrationException.class,
          GateRefusedException.class,
          DataLossException.class,
          ChecksumMismatchException.class,
          MigrationStateException.class,
          MigrationAlreadyAppliedException.class);

  /** Tells a result, in the form that was asked for. */
  void tell(String text, Object forJson) {
    out.println(json ? Json.of(forJson) : text.stripTrailing());
  }

  public int usage(UsageException wrong) {
    err.println(wrong.getMessage());
    err.println();
    err.print(Options.USAGE);
    tellFailure(wrong, USAGE);
    return USAGE;
  }

  /** Tells a failure, and returns the code that it stands for. */
  public int failed(Exception failure) {
    int code = code(failure);
    err.println(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    tellFailure(failure, code);
    return code;
  }

  private void tellFailure(Exception failure, int code) {
    if (json) {
      out.println(Json.of(error(failure, code)));
    }
  }

  private static int code(Exception failure) {
    if (failure instanceof MigrationBusyException) {
      return BUSY;
    }
    return REFUSALS.stream().anyMatch(type -> type.isInstance(failure)) ? REFUSED : FAILED;
  }

  private static Map<String, Object> error(Exception failure, int code) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("error", failure.getClass().getSimpleName());
    Explanation explanation =
        failure instanceof PersistenceException known ? known.explanation() : null;
    if (explanation != null) {
      error.put("what", explanation.what());
      error.put("why", explanation.why());
      error.put("remedy", explanation.remedy());
    } else {
      error.put("what", String.valueOf(failure.getMessage()));
    }
    return error;
  }
}
