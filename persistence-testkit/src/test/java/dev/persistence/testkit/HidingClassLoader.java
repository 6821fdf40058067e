package dev.persistence.testkit;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.function.Predicate;

/** A class path on which some resources are missing. */
public final class HidingClassLoader extends ClassLoader {

  private final Predicate<String> hidden;

  private HidingClassLoader(ClassLoader parent, Predicate<String> hidden) {
    super(parent);
    this.hidden = hidden;
  }

  /** Runs the body with a context class loader that does not find the hidden resources. */
  public static void hiding(Predicate<String> hidden, Runnable body) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new HidingClassLoader(before, hidden));
    try {
      body.run();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return hidden.test(name) ? Collections.emptyEnumeration() : super.getResources(name);
  }
}
