package dev.persistence.routing.internal.classifier;

import java.util.HashMap;
import java.util.Map;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * The words that matter in one syntax, found by a range of a text without copying it. ASCII letters
 * match in either case. Immutable.
 */
final class WordTable {

  /** A function whose effect is harmless. */
  static final int FUNCTION = 1;

  /** A word that may stand before a parenthesis without being a function. */
  static final int KEYWORD = 1 << 1;

  /** A statement that starts with it reads. */
  static final int READS = 1 << 2;

  /** A statement that starts with it writes, and leaves nothing behind in its session. */
  static final int WRITES = 1 << 3;

  /** May stand between EXPLAIN and the explained statement. */
  static final int EXPLAIN_OPTION = 1 << 4;

  /** Means a write wherever it is not a name and calls nothing. */
  static final int WRITES_ANYWHERE = 1 << 5;

  /** Means something of the session wherever it is not a name. */
  static final int SESSION_ANYWHERE = 1 << 6;

  /** Means a lock wherever it is not a name. */
  static final int LOCKS_ANYWHERE = 1 << 7;

  /** A function that depends on its session or node, or changes it. */
  static final int SESSION_FUNCTION = 1 << 8;

  /** A function that writes. */
  static final int WRITING_FUNCTION = 1 << 9;

  /** Yields the next value of a sequence, also as the last part of a qualified name. */
  static final int SEQUENCE = 1 << 10;

  static final int AS = 1 << 11;
  static final int FOR = 1 << 12;
  static final int WITH = 1 << 13;
  static final int RECURSIVE = 1 << 14;
  static final int EXPLAIN = 1 << 15;

  /** After FOR it makes a locking clause. */
  static final int LOCK_STRENGTH = 1 << 16;

  static final int VALUE = 1 << 17;
  static final int CREATE = 1 << 18;
  static final int TEMPORARY = 1 << 19;
  static final int BUILT_IN_SCHEMA = 1 << 20;

  /** May follow an opening brace of a JDBC escape. */
  static final int ESCAPE = 1 << 21;

  private final @Nullable String[] words;
  private final int[] hashes;
  private final int[] flags;

  private WordTable(Map<String, Integer> entries) {
    int size = Integer.highestOneBit(entries.size()) * 4;
    this.words = new @Nullable String[size];
    this.hashes = new int[size];
    this.flags = new int[size];
    entries.forEach(
        (word, meaning) -> {
          int slot = slot(hash(word));
          while (words[slot] != null) {
            slot = slot + 1 & words.length - 1;
          }
          words[slot] = word;
          hashes[slot] = hash(word);
          flags[slot] = meaning;
        });
  }

  /** Returns the meanings of a word, or 0 for a word without any. */
  int find(String sql, int start, int end, int hash) {
    int slot = slot(hash);
    for (String word = words[slot]; word != null; word = words[slot]) {
      if (hashes[slot] == hash && word.length() == end - start && isAt(word, sql, start)) {
        return flags[slot];
      }
      slot = slot + 1 & words.length - 1;
    }
    return 0;
  }

  private int slot(int hash) {
    return (hash ^ hash >>> 15) & words.length - 1;
  }

  private static boolean isAt(String word, String sql, int start) {
    for (int i = 0; i < word.length(); i++) {
      if (word.charAt(i) != lowerCase(sql.charAt(start + i))) {
        return false;
      }
    }
    return true;
  }

  /** Other letters stay as they are: neither engine folds them in the words that matter here. */
  static int lowerCase(int character) {
    return character >= 'A' && character <= 'Z' ? character + 32 : character;
  }

  static int hash(int hash, int character) {
    return hash * 31 + lowerCase(character);
  }

  private static int hash(String word) {
    int hash = 0;
    for (int i = 0; i < word.length(); i++) {
      hash = hash(hash, word.charAt(i));
    }
    return hash;
  }

  /** Collects words, each with any number of meanings. */
  static final class Builder {

    private final Map<String, Integer> entries = new HashMap<>();

    Builder add(int meaning, String words) {
      StringTokenizer rest = new StringTokenizer(words);
      while (rest.hasMoreTokens()) {
        entries.merge(rest.nextToken(), meaning, (one, other) -> one | other);
      }
      return this;
    }

    WordTable build() {
      return new WordTable(entries);
    }
  }
}
