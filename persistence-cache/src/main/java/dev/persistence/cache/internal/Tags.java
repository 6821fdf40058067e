package dev.persistence.cache.internal;

import dev.persistence.core.Arguments;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** Names by which many values are invalidated at once. */
final class Tags {

  private static final int MOST = 64;
  private static final int LONGEST = 200;

  private Tags() {}

  /** Returns the tag, or rejects what can be none. */
  static String checked(String tag) {
    Arguments.name("tag", tag);
    Arguments.inRange("length of tag", tag.length(), 1, LONGEST);
    if (tag.equals(Generations.ANY_TAG)) {
      throw new IllegalArgumentException("tag is \"" + tag + "\"; allowed: another name");
    }
    return tag;
  }

  /** Returns the tags of one value, or rejects what can be none. */
  static Set<String> checked(Collection<String> tags) {
    Arguments.inRange("number of tags", Arguments.notNull("tags", tags).size(), 0, MOST);
    Set<String> checked = new LinkedHashSet<>();
    tags.forEach(tag -> checked.add(checked(tag)));
    return checked;
  }
}
