package dev.persistence.testkit.internal.gtid;

import java.util.ArrayList;
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
  public static List<String> create(List<String> monitorPrivileges) {
    List<String> statements = new ArrayList<>();
    for (Account account : values()) {
      statements.add(account.create());
    }
    statements.add("GRANT ALL ON *.* TO '" + STEERING.userName + "'@'%' WITH GRANT OPTION");
    statements.add("GRANT REPLICATION SLAVE ON *.* TO '" + REPLICATION.userName + "'@'%'");
    for (String privilege : monitorPrivileges) {
      statements.add("GRANT " + privilege + " TO '" + TEST.userName + "'@'%'");
    }
    return statements;
  }

  private String create() {
    return "CREATE USER '" + userName + "'@'%' IDENTIFIED BY '" + userName + "'";
  }
}
