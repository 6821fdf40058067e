package dev.persistence.lifecycle.subject;

import dev.persistence.core.Arguments;
import java.util.HashSet;
import java.util.Set;

/** The names of the stores of some options. Not thread-safe. */
final class StoreNames {

  private final Set<String> names = new HashSet<>();

  /** Returns the name, unless it is too long or was given before. */
  String add(String name) {
    Arguments.inRange("length of name", Arguments.name("name", name).length(), 1, 100);
    if (!names.add(name)) {
      throw new IllegalArgumentException("name is \"" + name + "\"; allowed: each name once");
    }
    return name;
  }
}
