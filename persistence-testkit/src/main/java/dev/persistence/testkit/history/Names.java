package dev.persistence.testkit.history;

import dev.persistence.core.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Gives each distinct value a small number, counting from zero. Thread-safe. */
final class Names {

  private final Map<Object, Integer> numbers = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by lock. */
  private final List<Object> values = new ArrayList<>();

  int numberOf(Object value) {
    Integer known = numbers.get(value);
    return known != null ? known : numbers.computeIfAbsent(value, this::add);
  }

  private int add(Object value) {
    if (value.getClass().isArray()) {
      throw new IllegalArgumentException(
          "key or node is an array, which equals no other; allowed: a value with equals, such as"
              + " a List or a ByteBuffer");
    }
    lock.lock();
    try {
      Arguments.inRange("distinct keys or nodes", values.size(), 0, 0x3FFF_FFFE);
      values.add(value);
      return values.size() - 1;
    } finally {
      lock.unlock();
    }
  }

  Object valueOf(int number) {
    lock.lock();
    try {
      return values.get(number);
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return values.size();
    } finally {
      lock.unlock();
    }
  }
}
