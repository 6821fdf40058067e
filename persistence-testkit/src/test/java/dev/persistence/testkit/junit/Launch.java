package dev.persistence.testkit.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs test classes in a launcher session of their own and tells how each ended. */
final class Launch {

  private Launch() {}

  /** Returns {@code SUCCESSFUL}, or the status and message, by the display name. */
  static Map<String, String> of(Class<?>... testClasses) {
    Results results = new Results();
    try (LauncherSession session = LauncherFactory.openSession()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(Stream.of(testClasses).map(type -> selectClass(type)).toList())
                  .configurationParameter(
                      "junit.jupiter.testclass.order.default",
                      "org.junit.jupiter.api.ClassOrderer$ClassName")
                  .build(),
              results);
    }
    return results.byName;
  }

  private static final class Results implements TestExecutionListener {
    private final Map<String, String> byName = new TreeMap<>();

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
      byName.put(test.getDisplayName(), "SKIPPED " + reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
      byName.put(
          test.getDisplayName(),
          result
              .getThrowable()
              .map(failure -> result.getStatus() + " " + failure)
              .orElse(result.getStatus().toString()));
    }
  }
}
