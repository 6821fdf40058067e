package dev.persistence.cache.redis;

/**
 * The keys of one namespace: id 123 is at {@code user:123}, generation red at {@code user:#red}. An
 * id that begins with # or \ has a \ before it, so that no two are at one key.
 */
final class Keys {

  private static final char NAME = '#';
  private static final char ESCAPE = '\\';

  private final String prefix;

  Keys(String namespace) {
    this.prefix = namespace + ':';
  }

  /** Returns what every key of the namespace begins with, and no key of another one. */
  String prefix() {
    return prefix;
  }

  String ofId(String id) {
    return isEscaped(id) ? prefix + ESCAPE + id : prefix.concat(id);
  }

  private static boolean isEscaped(String id) {
    return !id.isEmpty() && (id.charAt(0) == NAME || id.charAt(0) == ESCAPE);
  }

  String ofGeneration(String name) {
    return prefix + NAME + name;
  }

  boolean isHere(String key) {
    return key.startsWith(prefix);
  }

  /** Returns whether a key of this namespace is that of a generation. */
  boolean isGeneration(String key) {
    return key.length() > prefix.length() && key.charAt(prefix.length()) == NAME;
  }

  /** Returns the name of the generation at this key. */
  String name(String key) {
    return key.substring(prefix.length() + 1);
  }

  /** Returns the id at this key. */
  String id(String key) {
    int start = prefix.length();
    boolean escaped = key.length() > start && key.charAt(start) == ESCAPE;
    return key.substring(escaped ? start + 1 : start);
  }
}
