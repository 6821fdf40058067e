package dev.persistence.migrate.cli;

import dev.persistence.core.Arguments;
import dev.persistence.migrate.internal.cli.Commands;
import dev.persistence.migrate.internal.cli.Console;
import dev.persistence.migrate.internal.cli.Options;
import dev.persistence.migrate.internal.cli.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The program {@code plan | lint | expand | backfill | verify | switch | contract | revert | abort
 * | run | status | unlock}, for a folder of migrations.
 *
 * <p>It ends with 0 if all is well, 1 if it failed and the same call goes on from there, 2 if it
 * was called wrongly, 3 if another runner is at work, and 4 if it was refused. What it has to tell
 * goes to the standard output, as text or as JSON; progress and reasons to the error output. The
 * password comes from the environment, never from the command line. The database's JDBC driver is
 * on the class path.
 */
public final class MigrateCommand {

  private final Map<String, String> environment;
  private final PrintStream out;
  private final PrintStream err;

  /** Takes its environment, where to tell results, and where to tell everything else. */
  public MigrateCommand(Map<String, String> environment, PrintStream out, PrintStream err) {
    this.environment = Map.copyOf(Arguments.notNull("environment", environment));
    this.out = Arguments.notNull("out", out);
    this.err = Arguments.notNull("err", err);
  }

  /** Runs the program and ends the JVM with its code. */
  public static void main(String[] arguments) {
    MigrateCommand command =
        new MigrateCommand(System.getenv(), stream(FileDescriptor.out), stream(FileDescriptor.err));
    System.exit(command.run(List.of(arguments)));
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /** Runs the program and returns its code; throws nothing. */
  public int run(List<String> arguments) {
    Arguments.notNull("arguments", arguments);
    Console console = new Console(out, err, arguments.contains("--json"));
    try {
      return new Commands(Options.parse(arguments, environment), console).run();
    } catch (UsageException wrong) {
      return console.usage(wrong);
    } catch (Exception failure) {
      // Whoever calls a program gets a code, whatever has happened.
      return console.failed(failure);
    }
  }
}
