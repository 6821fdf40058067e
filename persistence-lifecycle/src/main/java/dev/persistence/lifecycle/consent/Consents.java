package dev.persistence.lifecycle.consent;

import dev.persistence.core.Arguments;
import dev.persistence.core.sql.SqlFragment;
import dev.persistence.lifecycle.Catalog;
import dev.persistence.lifecycle.internal.Books;
import dev.persistence.lifecycle.internal.KeyedHash;
import dev.persistence.lifecycle.internal.engine.Engine;
import dev.persistence.lifecycle.internal.engine.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A book of who has agreed to what, the table {@code lifecycle_consents}, to which is only added.
 *
 * <pre>{@code
 * Consents consents = Consents.of(catalog, key);
 * consents.grant(connection, "42", "newsletter", new ConsentSource("checkout form", "terms 3"));
 * if (consents.isGranted(connection, "42", "newsletter")) {
 *   …
 * }
 * }</pre>
 *
 * <p>The last entry of a person for a purpose counts; without one nothing is granted. Of two that
 * are written at once the one whose statement came last is the last. An entry names the person by
 * HMAC-SHA-256 under the key, as a certificate of {@code SubjectRequests} of the same key does, and
 * holds no personal value: it stays when the person is erased, as the proof that there was consent.
 *
 * <p>Runs in the caller's transaction, or by itself in autocommit mode. Immutable and thread-safe;
 * blocks for the database.
 */
public final class Consents {

  private static final Pattern PURPOSE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  private final Engine engine;
  private final String book;
  private final KeyedHash hash;

  private Consents(Catalog catalog, byte[] key) {
    this.engine = Engine.of(Arguments.notNull("catalog", catalog).dialect());
    this.book = new Books(catalog).consents();
    this.hash = new KeyedHash(key);
  }

  /**
   * Returns the book in the catalog's schema.
   *
   * @param key of the hashes by which persons are named, at least 16 bytes, the same for ever;
   *     copied
   */
  public static Consents of(Catalog catalog, byte[] key) {
    return new Consents(catalog, key);
  }

  /**
   * Records that the person has agreed.
   *
   * @param subject the id, as the databases hold it, 1 to 300 characters
   * @param purpose 1 to 100 letters, digits, dots, dashes and underscores
   */
  public void grant(Connection connection, String subject, String purpose, ConsentSource source)
      throws SQLException {
    add(connection, who(subject, purpose), true, source);
  }

  /**
   * Records that the person does not agree, be it any more or at all.
   *
   * @param subject the id, as the databases hold it, 1 to 300 characters
   * @param purpose 1 to 100 letters, digits, dots, dashes and underscores
   */
  public void withdraw(Connection connection, String subject, String purpose, ConsentSource source)
      throws SQLException {
    add(connection, who(subject, purpose), false, source);
  }

  /** Whom and what an entry is about. */
  private record Who(String hash, String purpose) {}

  /** A purpose that is none is not shown: whoever mixed up the arguments put the person there. */
  private Who who(String subject, String purpose) {
    if (!PURPOSE.matcher(Arguments.notNull("purpose", purpose)).matches()) {
      throw new IllegalArgumentException(
          "purpose is a text of "
              + purpose.length()
              + " characters that is none; allowed: 1 to 100 letters, digits, dots, dashes and"
              + " underscores");
    }
    return new Who(hashed(subject), purpose);
  }

  private String hashed(String subject) {
    Arguments.inRange("length of subject", Arguments.notBlank("subject", subject).length(), 1, 300);
    return hash.pseudonym(subject);
  }

  private void add(Connection connection, Who who, boolean granted, ConsentSource source)
      throws SQLException {
    Arguments.notNull("source", source);
    Sql.update(
        Arguments.notNull("connection", connection),
        SqlFragment.of(
            "INSERT INTO "
                + book
                + " (subject_hash, purpose, granted, source, policy, recorded_at) VALUES"
                + " (?, ?, ?, ?, ?, "
                + engine.words().now()
                + ")",
            who.hash(),
            who.purpose(),
            granted ? 1 : 0,
            source.source(),
            source.policy()));
  }

  /** Tells whether the last that the person has said of the purpose was a yes. */
  public boolean isGranted(Connection connection, String subject, String purpose)
      throws SQLException {
    Who who = who(subject, purpose);
    SqlFragment last =
        SqlFragment.of(
            "SELECT granted FROM "
                + book
                + " WHERE subject_hash = ? AND purpose = ? ORDER BY entry_no DESC LIMIT 1",
            who.hash(),
            who.purpose());
    return Sql.rows(Arguments.notNull("connection", connection), last, row -> row.getInt(1))
        .equals(List.of(1));
  }

  /** Returns all that the person has ever said, the oldest first. */
  public List<ConsentEntry> history(Connection connection, String subject) throws SQLException {
    SqlFragment all =
        SqlFragment.of(
            "SELECT purpose, granted, source, policy, recorded_at FROM "
                + book
                + " WHERE subject_hash = ? ORDER BY entry_no",
            hashed(subject));
    return Sql.rows(Arguments.notNull("connection", connection), all, this::entry);
  }

  private ConsentEntry entry(ResultSet row) throws SQLException {
    Instant at =
        engine.isPostgreSql()
            ? row.getObject(5, OffsetDateTime.class).toInstant()
            : row.getObject(5, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    ConsentSource source = new ConsentSource(row.getString(3), row.getString(4));
    return new ConsentEntry(row.getString(1), row.getInt(2) == 1, at, source);
  }
}
