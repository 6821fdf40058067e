package dev.persistence.examples.customerlife;

import dev.persistence.lifecycle.subject.SubjectStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A cache that has the user's id in its keys, so that it can forget one. */
final class ProfileCache implements SubjectStore {

  private final Map<String, String> entries = new ConcurrentHashMap<>();

  void put(long user, String page, String value) {
    entries.put("user:" + user + ":" + page, value);
  }

  long entriesWith(String word) {
    return entries.values().stream().filter(value -> value.contains(word)).count();
  }

  @Override
  public String name() {
    return "profile cache";
  }

  @Override
  public long count(String subject) {
    return entries.keySet().stream().filter(key -> isOf(key, subject)).count();
  }

  @Override
  public long erase(String subject) {
    long had = count(subject);
    entries.keySet().removeIf(key -> isOf(key, subject));
    return had;
  }

  private static boolean isOf(String key, String subject) {
    return key.startsWith("user:" + subject + ":");
  }
}
