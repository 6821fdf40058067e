package dev.persistence.benchmarks.database;

import static dev.persistence.benchmarks.database.Contestant.ours;
import static dev.persistence.benchmarks.database.Contestant.peer;

import dev.persistence.benchmarks.report.Standing;
import dev.persistence.testkit.postgres.PostgresCluster;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What routing adds to the start of a process: from the command to the answer of its first query,
 * through a pool alone and through ours, each in a JVM of its own, in turn.
 */
public final class StartLatency {

  public static final String FIRST = "From the start of a JVM to its first answer";
  public static final String POOL = "HikariCP alone";

  /**
   * Drivers of the peers and what comes with them, which would start themselves, and threads, in
   * the process of every contestant.
   */
  private static final List<String> PEERS =
      List.of("aws-advanced-jdbc-wrapper", "shardingsphere", "calcite", "h2");

  private final PostgresCluster cluster;

  private StartLatency(PostgresCluster cluster) {
    this.cluster = cluster;
  }

  /** Starts the servers and returns the standing. */
  public static List<Standing> hold(Contest contest) throws SQLException {
    try (PostgresCluster cluster = PostgresCluster.builder().standbys(1).start()) {
      StartLatency start = new StartLatency(cluster);
      return List.of(
          contest
              .withoutBytes()
              .run(
                  FIRST,
                  List.of(
                      peer(POOL, random -> start.once(FirstQuery.POOL)),
                      ours("ours", random -> start.once(FirstQuery.ROUTED)))));
    }
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry -> PEERS.stream().noneMatch(Path.of(entry).getFileName().toString()::startsWith))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String once(String kind) {
    try {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                  "-cp",
                  classPath(),
                  FirstQuery.class.getName(),
                  kind,
                  cluster.primary().jdbcUrl(),
                  cluster.standbys().get(0).jdbcUrl())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader told = process.inputReader()) {
        String answer = told.readLine();
        if (answer == null) {
          throw new IllegalStateException("the process made no query, see its error");
        }
        return answer;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the process could not be started", e);
    }
  }
}
