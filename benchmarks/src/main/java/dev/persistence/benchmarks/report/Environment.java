package dev.persistence.benchmarks.report;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Where a run took place, without which its figures say nothing.
 *
 * @param machine processor, cores, memory and operating system
 * @param jdk the virtual machine
 * @param command what was run
 * @param date when it ended, in UTC
 * @param versions of the libraries that took part
 */
public record Environment(
    String machine, String jdk, String command, String date, Map<String, String> versions) {

  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
  private static final String VERSIONS = "versions.properties";

  /** Describes the present one. */
  public static Environment here(String command) {
    return new Environment(
        thisMachine(),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        command,
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        libraries());
  }

  private static String thisMachine() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    return "%s, %d cores, %d GiB, %s %s"
        .formatted(
            processor(),
            system.getAvailableProcessors(),
            Math.round(system.getTotalMemorySize() / (double) (1 << 30)),
            system.getName(),
            system.getVersion());
  }

  private static String processor() {
    String architecture = System.getProperty("os.arch");
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    } catch (IOException unknown) { // Elsewhere than on Linux.
      return architecture;
    }
  }

  private static Map<String, String> libraries() {
    Properties versions = new Properties();
    try (InputStream file = Environment.class.getResourceAsStream(VERSIONS)) {
      if (file == null) {
        throw new IllegalStateException(VERSIONS + " is not among the classes");
      }
      versions.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException("the versions cannot be read", e);
    }
    Map<String, String> sorted = new TreeMap<>();
    versions.stringPropertyNames().forEach(key -> sorted.put(key, versions.getProperty(key)));
    return sorted;
  }
}
