package dev.persistence.lifecycle.retention;

import dev.persistence.core.Arguments;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A place for the files of a {@link FileArchive}: a folder, or a bucket of an object store by an
 * adapter of the application's.
 *
 * <p>An adapter for S3 has four calls: {@code put} is PutObject, which is atomic and durable once
 * it has answered, {@code get} is GetObject, {@code names} is ListObjectsV2 by the prefix, and
 * {@code delete} is DeleteObject. A store whose listing lags behind its writes is not one.
 *
 * <p>Names are letters, digits, dots and hyphens, up to 160 characters. Thread-safe; called within
 * the transaction that removes the rows, so it needs time-outs of its own.
 */
public interface ArchiveSink {

  /**
   * Stores the content under this name, in the place of what was there. On return it is durable;
   * whoever reads meanwhile, or after a crash, finds all of it or what was there before.
   */
  void put(String name, byte[] content) throws IOException;

  /**
   * Returns the content.
   *
   * @throws IOException if there is none of this name, too
   */
  byte[] get(String name) throws IOException;

  /** Returns the names that begin like this, in any order. */
  Iterable<String> names(String prefix) throws IOException;

  /** Removes what has this name, if anything has. */
  void delete(String name) throws IOException;

  /** Returns a folder, which exists, on a file system that moves files atomically. */
  static ArchiveSink folder(Path folder) {
    return new FolderSink(Arguments.notNull("folder", folder));
  }
}
