package dev.persistence.testkit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Finds archives on the class path and unpacks them, each entry inside the target folder or not at
 * all.
 */
public final class Archives {

  private static final int OWNER_EXECUTES = 0100;

  private Archives() {}

  /** Returns every class-path resource of that name; empty when there is none. */
  public static List<URL> onClassPath(String resource) throws IOException {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context != null ? context : Archives.class.getClassLoader();
    return Collections.list(loader.getResources(resource));
  }

  /** Unpacks a {@code .tar.xz} stream with symbolic links and execute permissions. */
  public static void unpackTarXz(InputStream archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = inside(folder, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else if (entry.isSymbolicLink()) {
          inside(folder, folder.relativize(target).resolveSibling(entry.getLinkName()).toString());
          Files.createDirectories(target.getParent());
          Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        } else {
          write(tar, target, (entry.getMode() & OWNER_EXECUTES) != 0);
        }
      }
    }
  }

  /** Unpacks a {@code .zip} stream; zip carries no permissions here, see {@link #executable}. */
  public static void unpackZip(InputStream archive, Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(archive)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = inside(folder, entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          write(zip, target, false);
        }
      }
    }
  }

  /**
   * Copies a folder of a jar, with all that is below it.
   *
   * @param folderInJar what {@link #onClassPath} returned for the name of a folder
   */
  public static void copyFolder(URL folderInJar, Path folder) throws IOException {
    JarURLConnection connection = (JarURLConnection) folderInJar.openConnection();
    connection.setUseCaches(false);
    String prefix = connection.getEntryName();
    String root = prefix.endsWith("/") ? prefix : prefix + "/";
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().startsWith(root) && !entry.isDirectory()) {
          Path target = inside(folder, entry.getName().substring(root.length()));
          try (InputStream in = jar.getInputStream(entry)) {
            write(in, target, false);
          }
        }
      }
    }
  }

  /** Lets the owner execute the file. */
  public static void executable(Path file) throws IOException {
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  private static void write(InputStream content, Path target, boolean executable)
      throws IOException {
    Files.createDirectories(target.getParent());
    Files.copy(content, target);
    if (executable) {
      executable(target);
    }
  }

  private static Path inside(Path folder, String name) throws IOException {
    Path target = folder.resolve(name).normalize();
    if (!target.startsWith(folder)) {
      throw new IOException("archive entry " + name + " points outside of its folder");
    }
    return target;
  }
}
