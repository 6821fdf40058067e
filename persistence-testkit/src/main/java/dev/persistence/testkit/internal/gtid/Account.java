package dev.persistence.testkit.internal.gtid;

import java.util.List;

/** The users that exist on every server; each one's password is its name. */
public enum Account {
  /** Steers the server; not subject to read_only, so never handed out. */
  STEERING("steering"),
  /** Fetches the binary log. */
  REPLICATION("replication"),
  /** Whom tests connect as: owns the databases of its tests and may watch replication. */
  TEST("test");

  private final String userName;

  Account(String userName) {
    this.userName = userName;
  }

  public String userName() {
    return userName;
  }

  public String password() {
    return userName;
  }

  /** Returns the statements that create all accounts. */
  public static List<String> create(String monitorPrivileges) {
    return List.of(
        STEERING.create(),
        "GRANT ALL ON *.* TO '" + STEERING.userName + "'@'%' WITH GRANT OPTION",
        REPLICATION.create(),
        "GRANT REPLICATION SLAVE ON *.* TO '" + REPLICATION.userName + "'@'%'",
        TEST.create(),
        "GRANT " + monitorPrivileges + " ON *.* TO '" + TEST.userName + "'@'%'");
  }

  private String create() {
    return "CREATE USER '" + userName + "'@'%' IDENTIFIED BY '" + userName + "'";
  }
}
