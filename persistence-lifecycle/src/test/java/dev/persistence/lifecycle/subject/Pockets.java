package dev.persistence.lifecycle.subject;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** A cache whose keys begin with their customer, which can be down. */
final class Pockets implements SubjectStore {

  final Map<String, String> entries = new ConcurrentSkipListMap<>();
  volatile boolean down;

  void add(String subject, String word) {
    entries.put("customer:" + subject + ":profile:" + word, word);
    entries.put("customer:" + subject + ":cart", word);
  }

  boolean has(String word) {
    return entries.toString().contains(word);
  }

  @Override
  public String name() {
    return "pockets";
  }

  @Override
  public long erase(String subject) {
    long had = count(subject);
    entries.keySet().removeIf(key -> key.startsWith("customer:" + subject + ":"));
    return had;
  }

  @Override
  public long count(String subject) {
    if (down) {
      throw new IllegalStateException("the cache of " + subject + " does not answer");
    }
    return entries.keySet().stream()
        .filter(key -> key.startsWith("customer:" + subject + ":"))
        .count();
  }
}
