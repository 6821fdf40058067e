package dev.persistence.lifecycle.anonymize;

/** The shape of a text, of which its first letters and signs are left. */
final class Shape {

  private static final int KEPT = 2;

  private Shape() {}

  /** Returns {@code da***@gm***.com} for an address, and {@code Ma*****} for any other text. */
  static String masked(String value) {
    int at = value.lastIndexOf('@');
    int dot = value.lastIndexOf('.');
    if (at < 0) {
      return hidden(value);
    }
    if (dot < at) {
      return hidden(value.substring(0, at)) + "@" + hidden(value.substring(at + 1));
    }
    return hidden(value.substring(0, at))
        + "@"
        + hidden(value.substring(at + 1, dot))
        + value.substring(dot);
  }

  /** A part so short that its first letters would be all of it is hidden whole. */
  private static String hidden(String part) {
    int letters = part.codePointCount(0, part.length());
    int kept = letters <= KEPT ? 0 : KEPT;
    return part.substring(0, part.offsetByCodePoints(0, kept)) + "*".repeat(letters - kept);
  }
}
