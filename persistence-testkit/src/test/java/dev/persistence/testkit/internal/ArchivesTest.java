package dev.persistence.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class ArchivesTest {

  @TempDir private Path folder;

  @Test
  void tarKeepsLinksAndExecutePermissions() throws IOException {
    Archives.unpackTarXz(tar("bin/server", "lib/link", "../bin/server"), folder);
    assertThat(folder.resolve("bin/server")).hasContent("content").isExecutable();
    assertThat(Files.readSymbolicLink(folder.resolve("lib/link")))
        .isEqualTo(Path.of("../bin/server"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "a/../../outside", "/outside"})
  void entryOutsideOfTheFolderIsRefused(String name) {
    assertThatThrownBy(() -> Archives.unpackTarXz(tar(name, "link", "target"), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("points outside");
    assertThatThrownBy(() -> Archives.unpackZip(zip(name), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("points outside");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../outside", "/etc/passwd"})
  void linkOutOfTheFolderIsRefused(String target) {
    assertThatThrownBy(() -> Archives.unpackTarXz(tar("file", "link", target), folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("points outside");
    assertThat(folder.resolve("link")).doesNotExist();
  }

  @Test
  void zipIsUnpacked() throws IOException {
    Archives.unpackZip(zip("a/b/file"), folder);
    assertThat(folder.resolve("a/b/file")).hasContent("content");
    Archives.executable(folder.resolve("a/b/file"));
    assertThat(folder.resolve("a/b/file")).isExecutable();
  }

  private static InputStream zip(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write("content".getBytes(StandardCharsets.UTF_8));
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }

  private static InputStream tar(String file, String link, String target) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new XZOutputStream(bytes, new LZMA2Options(0)))) {
      byte[] content = "content".getBytes(StandardCharsets.UTF_8);
      TarArchiveEntry entry = new TarArchiveEntry(file, true);
      entry.setMode(0755);
      entry.setSize(content.length);
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
      TarArchiveEntry symbolic = new TarArchiveEntry(link, TarConstants.LF_SYMLINK);
      symbolic.setLinkName(target);
      tar.putArchiveEntry(symbolic);
      tar.closeArchiveEntry();
    }
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
