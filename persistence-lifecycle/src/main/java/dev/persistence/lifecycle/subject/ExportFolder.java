package dev.persistence.lifecycle.subject;

import dev.persistence.core.Explanation;
import dev.persistence.lifecycle.LifecycleException;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A folder that is there with all its files or not at all: they are written into a sibling of
 * another name, which only its owner may read where the file system knows of owners. Not
 * thread-safe.
 */
final class ExportFolder implements Closeable {

  private final Path folder;
  private final Path unfinished;
  private final boolean posix;

  /**
   * Begins a folder, in one that is there.
   *
   * @throws LifecycleException if there is one that is not empty
   */
  ExportFolder(Path folder) throws IOException {
    this.folder = folder.toAbsolutePath().normalize();
    this.posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    refuseUsed();
    this.unfinished =
        this.folder.resolveSibling(this.folder.getFileName() + ".part-" + UUID.randomUUID());
    Files.createDirectory(unfinished, ownersOnly());
  }

  private void refuseUsed() throws IOException {
    if (Files.notExists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      if (files.iterator().hasNext()) {
        throw new LifecycleException(
            new Explanation(
                "Nothing was exported",
                "the folder is not empty",
                "Name one that is empty, or not there yet"),
            null);
      }
    }
  }

  private FileAttribute<?>[] ownersOnly() {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Writes what a file has, and returns how many lines that were. */
  interface Content {
    long write(OutputStream out) throws IOException, SQLException;
  }

  /** What was written into a file. */
  record Written(long rows, long bytes, String sha256) {}

  /** Writes a file, and returns once it is on the disk. */
  Written write(String file, Content content) throws IOException, SQLException {
    MessageDigest digest = sha256();
    try (FileChannel channel =
        FileChannel.open(
            unfinished.resolve(file), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream bytes = new DigestOutputStream(Channels.newOutputStream(channel), digest);
      OutputStream out = new BufferedOutputStream(bytes, 1 << 16);
      long rows = content.write(out);
      out.flush();
      channel.force(true);
      return new Written(rows, channel.size(), HexFormat.of().formatHex(digest.digest()));
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("every Java platform has SHA-256", failure);
    }
  }

  /**
   * Adds the manifest and gives the folder its name. What has come there meanwhile is not
   * overwritten, but fails.
   */
  void publish(String manifest) throws IOException, SQLException {
    write(
        "manifest.json",
        out -> {
          out.write((manifest + "\n").getBytes(StandardCharsets.UTF_8));
          return 1;
        });
    force(unfinished);
    Files.deleteIfExists(folder);
    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
    Path parent = folder.getParent();
    if (parent != null) {
      force(parent);
    }
  }

  /** Names in a folder are durable once the folder is. */
  private void force(Path named) throws IOException {
    if (!posix) {
      return; // Windows opens no folder, and writes its entries through.
    }
    try (FileChannel channel = FileChannel.open(named, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Removes what was not published. */
  @Override
  public void close() throws IOException {
    if (Files.notExists(unfinished)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(unfinished)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(unfinished);
  }
}
