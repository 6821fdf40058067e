package dev.persistence.migrate.internal.cli;

import dev.persistence.migrate.lint.ServerVersion;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the program was called. Immutable. */
public final class Options {

  static final String USAGE =
      """
      migrate COMMAND [--folder FOLDER] [--url JDBC-URL] [options]

      plan      tells the steps, their locks and whom they block; changes nothing; on PostgreSQL
                --measure tries them on clones and ends with 4 if one does more than it says
      lint      looks for dangerous statements in SQL files; --server "postgresql 18" without --url
      expand, backfill, verify, switch, contract   one phase
      revert    takes the switch back
      run       all phases that are left, of all migrations in their order
      abort     drops what was made; --accept-loss N
      status    tells how far each migration is
      unlock    tells who has the lock; --force ends that session

      --version V          the migration; else the first that is not complete
      --user NAME          or MIGRATE_USER; the password is MIGRATE_PASSWORD; --url or MIGRATE_URL
      --soak, --quiet D    of the gate, as PT24H
      --flags-age D        how old the flags of the application may be; PT1S
      --patience D         for another runner
      --rate N             fills at most N rows a second
      --lock-waiters N     pauses while more than N sessions wait for a lock
      --json               results as JSON
      """;

  private static final Set<String> COMMANDS =
      Set.of(
          "plan",
          "lint",
          "expand",
          "backfill",
          "verify",
          "switch",
          "contract",
          "revert",
          "run",
          "abort",
          "status",
          "unlock");
  private static final Set<String> VALUES =
      Set.of(
          "--folder",
          "--url",
          "--user",
          "--version",
          "--server",
          "--accept-loss",
          "--soak",
          "--quiet",
          "--flags-age",
          "--patience",
          "--rate",
          "--lock-waiters");
  private static final Set<String> FLAGS = Set.of("--json", "--force", "--measure");

  private final String command;
  private final Map<String, String> values;
  private final Map<String, String> environment;

  private Options(String command, Map<String, String> values, Map<String, String> environment) {
    this.command = command;
    this.values = values;
    this.environment = environment;
  }

  public static Options parse(List<String> arguments, Map<String, String> environment) {
    Map<String, String> values = new HashMap<>();
    String command = null;
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (VALUES.contains(argument)) {
        if (i + 1 == arguments.size()) {
          throw new UsageException(argument + " needs a value");
        }
        values.put(argument, arguments.get(++i));
      } else if (FLAGS.contains(argument)) {
        values.put(argument, "");
      } else if (command == null && COMMANDS.contains(argument)) {
        command = argument;
      } else {
        // Not told in full: it may be a password.
        String name = argument.startsWith("--") ? argument.replaceFirst("=.*", "") : "a word";
        throw new UsageException("argument " + (i + 1) + ", " + name + ", is not known");
      }
    }
    if (command == null) {
      throw new UsageException("there is no command");
    }
    if (values.containsKey("--measure") && !command.equals("plan")) {
      throw new UsageException("--measure goes with plan alone");
    }
    return new Options(command, Map.copyOf(values), environment);
  }

  String command() {
    return command;
  }

  boolean has(String flag) {
    return values.containsKey(flag);
  }

  Optional<String> value(String option) {
    return Optional.ofNullable(values.get(option));
  }

  Path folder() {
    try {
      return value("--folder").map(Path::of).orElseThrow(() -> missing("--folder"));
    } catch (InvalidPathException wrong) {
      throw new UsageException("--folder is no path");
    }
  }

  String url() {
    return value("--url")
        .or(() -> Optional.ofNullable(environment.get("MIGRATE_URL")))
        .orElseThrow(() -> missing("--url"));
  }

  @Nullable String user() {
    String given = values.get("--user");
    return given != null ? given : environment.get("MIGRATE_USER");
  }

  @Nullable String password() {
    return environment.get("MIGRATE_PASSWORD");
  }

  Optional<Duration> duration(String option) {
    try {
      return value(option).map(Duration::parse);
    } catch (DateTimeParseException wrong) {
      throw new UsageException(option + " is no duration; write PT24H or PT90S");
    }
  }

  Optional<Long> number(String option) {
    Optional<String> text = value(option);
    if (text.isPresent() && !text.get().matches("\\d{1,9}")) {
      throw new UsageException(option + " is no number up to 999,999,999");
    }
    return text.map(Long::valueOf);
  }

  ServerVersion server() {
    String[] words = value("--server").orElseThrow(() -> missing("--server")).split("\\s+", 2);
    String version = words.length > 1 ? words[1] : "";
    try {
      return switch (words[0]) {
        case "postgresql" -> ServerVersion.postgreSql(major(version));
        case "mysql" -> ServerVersion.mySql(version);
        case "mariadb" -> ServerVersion.mariaDb(version);
        default -> throw new UsageException("--server names none of postgresql, mysql, mariadb");
      };
    } catch (IllegalArgumentException wrong) {
      throw new UsageException("--server: " + wrong.getMessage());
    }
  }

  private static int major(String version) {
    if (!version.matches("\\d{1,4}(\\.\\d+)?")) {
      throw new IllegalArgumentException(
          "version is \"" + version + "\"; allowed: a number, as in \"postgresql 18\"");
    }
    return Integer.parseInt(version.replaceFirst("\\..*", ""));
  }

  private static UsageException missing(String option) {
    return new UsageException(option + " is missing");
  }
}
