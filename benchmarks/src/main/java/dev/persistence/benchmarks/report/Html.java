package dev.persistence.benchmarks.report;

/** Text within HTML. */
final class Html {

  private Html() {}

  /** Returns what shows as that text, between tags and in quoted attributes. */
  static String text(String plain) {
    return plain
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
