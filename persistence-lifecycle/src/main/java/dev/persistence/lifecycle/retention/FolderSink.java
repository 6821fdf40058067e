package dev.persistence.lifecycle.retention;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A folder of files: each is forced to the disk under another name, and then moved. Immutable. */
final class FolderSink implements ArchiveSink {

  private static final String UNFINISHED = ".part";

  private final Path folder;

  FolderSink(Path folder) {
    this.folder = folder;
  }

  private Path file(String name) {
    if (!name.matches("[A-Za-z0-9-][A-Za-z0-9.-]{0,159}")) {
      throw new IllegalArgumentException("\"" + name + "\" is no name of an archive's file");
    }
    return folder.resolve(name);
  }

  @Override
  public void put(String name, byte[] content) throws IOException {
    Path file = file(name);
    Path unfinished = folder.resolve("." + name + UNFINISHED);
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder();
  }

  /** The new name is durable once the folder is. */
  private void forceFolder() throws IOException {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return; // Windows opens no folder, and writes its entries through.
    }
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public byte[] get(String name) throws IOException {
    return Files.readAllBytes(file(name));
  }

  @Override
  public List<String> names(String prefix) throws IOException {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = named(String.valueOf(file.getFileName()));
        if (name != null && name.startsWith(prefix)) {
          names.add(name);
        }
      }
    }
    return List.copyOf(names);
  }

  /**
   * Returns what a file is called once it is whole, so that one that never will be is found and
   * deleted; null for what is none of ours. A manifest is put again until it is whole.
   */
  private static @Nullable String named(String file) {
    if (!file.startsWith(".")) {
      return file;
    }
    boolean ours = file.endsWith(UNFINISHED) && !file.endsWith(ArchiveManifest.SUFFIX + UNFINISHED);
    return ours ? file.substring(1, file.length() - UNFINISHED.length()) : null;
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(file(name));
    Files.deleteIfExists(folder.resolve("." + name + UNFINISHED));
  }
}
