package dev.persistence.testkit.internal.gtid;

import java.nio.file.Path;
import java.util.List;

/**
 * What differs between MariaDB and MySQL: where the programs are, how one is started, and the SQL
 * that steers replication. Everything that both understand alike is in {@link GtidNode}.
 *
 * <p>Implementations are stateless and thread-safe.
 */
public interface GtidEngine {

  /** Returns the name for messages, such as {@code MariaDB}. */
  String name();

  /**
   * Returns the folder of the unpacked programs; unpacks them on first use.
   *
   * @throws dev.persistence.core.PersistenceException if there are none for this platform
   */
  Path installation();

  /** Returns the SQL, a statement to a line, that fills a new data folder. */
  String bootstrapScript(Path installation);

  /** Returns the command that makes a data folder from the script, which is also its input. */
  List<String> bootstrap(Path installation, Path dataFolder, Path script);

  /** Returns the command that runs a server in the foreground. */
  List<String> server(Path installation, ServerSettings settings);

  /** Returns the image of a container with the same major version. */
  String image();

  /** Returns the options of a container's server, which has its paths and ports already. */
  List<String> containerOptions();

  /** Returns the statements that make a server without running replication follow a primary. */
  List<String> follow(int primaryPort);

  /** Returns the statement that sets the delay of a server without running replication. */
  String delay(long seconds);

  /** Returns the query of the position after the last commit that this server has. */
  String position();

  /** Returns the query that waits until a position is applied and then answers 0. */
  String await(String position, long seconds);

  /** Returns the column of {@code SHOW REPLICA STATUS} that tells what has arrived here. */
  String receivedColumn();

  /** Returns the column of {@code SHOW REPLICA STATUS} that is No while replay is paused. */
  String applierColumn();

  /**
   * Returns what the ordinary user is granted, each with its object: to watch replication, not to
   * steer it.
   */
  List<String> monitorPrivileges();
}
