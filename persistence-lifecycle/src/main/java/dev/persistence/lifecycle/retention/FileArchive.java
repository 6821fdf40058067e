package dev.persistence.lifecycle.retention;

import dev.persistence.core.Arguments;
import dev.persistence.core.Explanation;
import dev.persistence.core.transaction.Isolation;
import dev.persistence.core.transaction.Transactions;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.LifecycleException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import javax.crypto.SecretKey;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Old rows as files: JSON lines, gzip, if wanted AES-GCM, each file with a manifest that has its
 * SHA-256.
 *
 * <pre>{@code
 * FileArchive archive = FileArchive.of("cold", ArchiveSink.folder(folder)).encryptedBy("2026", key);
 * }</pre>
 *
 * <p>A file is durable before its rows are removed, and the transaction that removes them records
 * it in {@code lifecycle_archived_files}. Its manifest is written once that has committed; only
 * then it is read. So a job that is killed at any point has lost no row and has none twice: what it
 * has committed and not shown is shown by the next run or by {@link #settle}, and what it has
 * written and not committed is never shown, and deleted by a run an hour later.
 *
 * <p>Each line is an object of the stored columns, with every value as the database's text, or as
 * hexadecimal digits of a binary one. No library removes rows from such files: neither a retention
 * period nor a hold nor an erasure reaches them. Immutable and thread-safe.
 */
public final class FileArchive {

  private final String name;
  private final ArchiveSink sink;
  private final @Nullable ArchiveCipher cipher;

  private FileArchive(String name, ArchiveSink sink, @Nullable ArchiveCipher cipher) {
    this.name = name;
    this.sink = sink;
    this.cipher = cipher;
  }

  /**
   * Returns an archive in this place, which is not encrypted.
   *
   * @param name by which the database tells its archives, always the same for one place: 1 to 80
   *     characters
   */
  public static FileArchive of(String name, ArchiveSink sink) {
    Arguments.inRange("length of name", Arguments.name("name", name).length(), 1, 80);
    return new FileArchive(name, Arguments.notNull("sink", sink), null);
  }

  /**
   * Returns an archive that encrypts what it writes, and reads what was encrypted by this key.
   *
   * @param keyName by which manifests tell the key; it is stored
   * @param key for AES, of 128, 192 or 256 bits; it is not stored
   */
  public FileArchive encryptedBy(String keyName, SecretKey key) {
    Arguments.inRange("length of keyName", Arguments.name("keyName", keyName).length(), 1, 80);
    return new FileArchive(name, sink, new ArchiveCipher(keyName, Arguments.notNull("key", key)));
  }

  String name() {
    return name;
  }

  ArchiveSink sink() {
    return sink;
  }

  @Nullable ArchiveCipher cipher() {
    return cipher;
  }

  /** Returns the manifests of all files, in the order of their names. */
  public List<ArchiveManifest> files() throws IOException {
    List<ArchiveManifest> manifests = new ArrayList<>();
    for (String name : sink.names("")) {
      if (name.endsWith(ArchiveManifest.SUFFIX)) {
        manifests.add(ArchiveManifest.of(new String(sink.get(name), StandardCharsets.UTF_8)));
      }
    }
    manifests.sort(Comparator.comparing(ArchiveManifest::file));
    return List.copyOf(manifests);
  }

  /**
   * Reads a file, each row as the texts of its columns.
   *
   * @throws LifecycleException if the file is not that which was written, or the key is another
   *     one; the visitor has seen no row then
   */
  public void read(ArchiveManifest manifest, Consumer<Map<String, @Nullable String>> visitor)
      throws IOException {
    Arguments.notNull("visitor", visitor);
    byte[] stored = sink.get(Arguments.notNull("manifest", manifest).file());
    if (!sha256(stored).equals(manifest.sha256())) {
      throw spoilt(manifest, "its SHA-256 is not that of its manifest");
    }
    byte[] packed =
        manifest.key() == null ? stored : keyOf(manifest).decrypt(manifest.file(), stored);
    List<Map<String, @Nullable String>> rows = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(packed)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.add(FlatJson.read(line));
      }
    }
    if (rows.size() != manifest.rows()) {
      throw spoilt(manifest, "it has " + rows.size() + " rows, not " + manifest.rows());
    }
    rows.forEach(visitor);
  }

  private ArchiveCipher keyOf(ArchiveManifest manifest) {
    ArchiveCipher known = cipher;
    if (known == null || !known.name().equals(manifest.key())) {
      throw spoilt(manifest, "it is encrypted by the key \"" + manifest.key() + "\"");
    }
    return known;
  }

  private static LifecycleException spoilt(ArchiveManifest manifest, String why) {
    return new LifecycleException(
        new Explanation(
            "The file \"" + manifest.file() + "\" was not read",
            why,
            "Take the archive's own key, and a copy of the file that is whole"),
        null);
  }

  /**
   * Shows the files whose rows were removed and that a killed job has not shown, and deletes those
   * of jobs that have been silent for an hour and have removed nothing for them. Each retention job
   * does so itself. A database has a catalog, and may share the place with others.
   */
  public void settle(DataSource dataSource, Catalog catalog) throws SQLException, IOException {
    Transactions transactions =
        Transactions.builder(Arguments.notNull("dataSource", dataSource))
            .isolation(Isolation.READ_COMMITTED)
            .build();
    new FileBook(catalog, transactions, this).settle();
  }

  static String sha256(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }
}
