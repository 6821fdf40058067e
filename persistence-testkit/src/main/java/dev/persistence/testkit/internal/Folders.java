package dev.persistence.testkit.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Copies, compares and deletes whole folders, also while a server is still writing in them. */
public final class Folders {

  private static final int DELETE_ATTEMPTS = 5;

  private Folders() {}

  /** Copies the folder with its permissions to a path that does not exist yet. */
  public static void copy(Path from, Path to) {
    copy(from, to, relative -> false);
  }

  /**
   * Copies the folder with its permissions, leaving out what the filter names and what vanishes
   * meanwhile.
   *
   * @param leaveOut asked with each path relative to {@code from}; a folder left out is not entered
   */
  public static void copy(Path from, Path to, Predicate<Path> leaveOut) {
    try {
      Files.createDirectories(to.toAbsolutePath().getParent());
      Files.walkFileTree(from, new Copier(from, to, leaveOut));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Tells whether the path that a server names is this folder, however either is spelled. */
  public static boolean isSame(@Nullable String named, Path folder) {
    try {
      return named != null && Files.isSameFile(Path.of(named), folder);
    } catch (IOException | InvalidPathException other) {
      return false;
    }
  }

  /** Deletes the folder with all that is in it; does nothing when it is not there. */
  public static void delete(Path folder) {
    try {
      for (int attempt = 1; !tryDelete(folder); attempt++) {
        if (attempt == DELETE_ATTEMPTS) {
          throw new DirectoryNotEmptyException(folder.toString());
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static boolean tryDelete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try {
      Files.walkFileTree(folder, new Deleter());
      return true;
    } catch (DirectoryNotEmptyException stillWrittenTo) {
      return false;
    }
  }

  private static final class Deleter extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return vanished(failure);
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }

  private static final class Copier extends SimpleFileVisitor<Path> {
    private final Path from;
    private final Path to;
    private final Predicate<Path> leaveOut;

    private Copier(Path from, Path to, Predicate<Path> leaveOut) {
      this.from = from;
      this.to = to;
      this.leaveOut = leaveOut;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (leaveOut.test(from.relativize(folder))) {
        return FileVisitResult.SKIP_SUBTREE;
      }
      copyOne(folder);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      if (!leaveOut.test(from.relativize(file))) {
        copyOne(file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      return vanished(failure);
    }

    private void copyOne(Path source) throws IOException {
      try {
        Files.copy(
            source,
            to.resolve(from.relativize(source)),
            StandardCopyOption.COPY_ATTRIBUTES,
            LinkOption.NOFOLLOW_LINKS);
      } catch (NoSuchFileException vanished) {
        vanished(vanished);
      }
    }
  }

  private static FileVisitResult vanished(IOException failure) throws IOException {
    if (failure instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw failure;
  }
}
