package dev.persistence.testkit.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The operating system and processor that server binaries must fit.
 *
 * @param os {@code linux}, {@code darwin} or {@code windows}; anything else as the JVM reports it
 * @param arch {@code x86_64}, {@code arm64}; anything else as the JVM reports it
 * @param musl true for a Linux whose C library is not glibc, such as Alpine
 */
public record Platform(String os, String arch, boolean musl) {

  /** Returns the platform of this JVM. */
  public static Platform current() {
    String os = os(System.getProperty("os.name", "unknown"));
    boolean musl = os.equals("linux") && Files.exists(Path.of("/etc/alpine-release"));
    return new Platform(os, arch(System.getProperty("os.arch", "unknown")), musl);
  }

  static String os(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.startsWith("mac")) {
      return "darwin";
    }
    return lower.startsWith("windows") ? "windows" : lower;
  }

  static String arch(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64", "x64" -> "x86_64";
      case "aarch64", "arm64" -> "arm64";
      default -> name.toLowerCase(Locale.ROOT);
    };
  }

  /** Tells whether this JVM runs as root, which some servers refuse. */
  public boolean isRoot() {
    return !os.equals("windows") && System.getProperty("user.name", "").equals("root");
  }

  @Override
  public String toString() {
    return os + "-" + arch + (musl ? "-alpine" : "");
  }
}
