package dev.persistence.migrate.internal.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names and checksums that follow from what they stand for. */
public final class Names {

  private static final int DIGITS = 16;

  private Names() {}

  /** Returns {@code zz_kind_}, so that triggers of this name run last, and a digest. */
  public static String of(String kind, String content) {
    return "zz_" + kind + "_" + digest(content).substring(0, DIGITS);
  }

  /** Returns the SHA-256 of the text in hexadecimal digits. */
  public static String digest(String content) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
