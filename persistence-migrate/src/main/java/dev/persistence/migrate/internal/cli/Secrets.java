package dev.persistence.migrate.internal.cli;

import java.util.regex.Pattern;

/** Takes out of messages what JDBC URLs in them may hold of credentials. Stateless. */
final class Secrets {

  /** All between the slashes and the last at sign: a password may have any other character. */
  private static final Pattern USER_INFO = Pattern.compile("://\\S*@");

  private static final Pattern PARAMETER =
      Pattern.compile("(?i)([\\w.-]*(?:passw|pwd|secret|token)[\\w.-]*=)[^&;)\\s\"']+");

  private Secrets() {}

  static String masked(String message) {
    String withoutUser = USER_INFO.matcher(message).replaceAll("://***@");
    return PARAMETER.matcher(withoutUser).replaceAll("$1***");
  }
}
