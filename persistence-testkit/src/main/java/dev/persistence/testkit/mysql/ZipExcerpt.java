package dev.persistence.testkit.mysql;

import dev.persistence.testkit.internal.Archives;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The few files of a large archive that a server needs.
 *
 * @param names what to take: a file, or all below a folder where the name ends in a slash
 */
record ZipExcerpt(List<String> names) {

  /** Copies the files below the target folder; those in {@code bin/} become executable. */
  void extract(ZipFile archive, Path target) throws IOException {
    for (ZipEntry entry : Collections.list(archive.entries())) {
      if (!entry.isDirectory() && isWanted(entry.getName())) {
        copy(archive, entry, inside(target, entry.getName()));
      }
    }
  }

  private boolean isWanted(String name) {
    return names.stream()
        .anyMatch(wanted -> wanted.endsWith("/") ? name.startsWith(wanted) : name.equals(wanted));
  }

  private static Path inside(Path target, String name) throws IOException {
    Path file = target.resolve(name).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("archive entry " + name + " points outside of its folder");
    }
    return file;
  }

  private static void copy(ZipFile archive, ZipEntry entry, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (InputStream content = archive.getInputStream(entry)) {
      Files.copy(content, file);
    }
    if (entry.getName().startsWith("bin/")) {
      Archives.executable(file);
    }
  }
}
