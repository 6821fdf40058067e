package dev.persistence.testkit.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipExcerptTest {

  @TempDir Path folder;

  @Test
  void onlyNamedFilesAndFoldersAreTaken() throws IOException {
    Path target = extract(List.of("bin/server", "share/"), "bin/server", "bin/x", "share/a/b");

    assertThat(target.resolve("bin/server")).hasContent("bin/server").isExecutable();
    assertThat(target.resolve("share/a/b")).hasContent("share/a/b");
    assertThat(target.resolve("bin/x")).doesNotExist();
  }

  @Test
  void entryOutsideTheTargetIsRefused() {
    assertThatThrownBy(() -> extract(List.of("share/"), "share/../../evil"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("share/../../evil");
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  private Path extract(List<String> wanted, String... entries) throws IOException {
    Path file = folder.resolve("archive.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String entry : entries) {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(entry.getBytes(StandardCharsets.UTF_8));
      }
    }
    Path target = folder.resolve("target");
    try (ZipFile zip = new ZipFile(file.toFile())) {
      new ZipExcerpt(wanted).extract(zip, target);
    }
    return target;
  }
}
