package dev.persistence.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key has the same shard in a fresh JVM, whatever its locale, time zone and character set. */
class SameEverywhereTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Duser.language=tr -Duser.country=TR -Duser.timezone=Asia/Kathmandu",
        "-Duser.language=ar -Duser.country=EG -Dfile.encoding=ISO-8859-1 -XX:hashCode=2",
        "-Duser.language=th -Duser.variant=TH -Duser.timezone=Pacific/Apia -XX:-CompactStrings"
      })
  void otherJvmAgrees(String options) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder program = new ProcessBuilder(java, "-XX:+UnlockExperimentalVMOptions");
    program.command().addAll(List.of(options.split(" ", -1)));
    program.command().add("-cp");
    program.command().add(System.getProperty("java.class.path"));
    program.command().add(ResolveDigest.class.getName());
    Process process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      byte[] told = process.getInputStream().readAllBytes();
      assertThat(new String(told, StandardCharsets.US_ASCII)).isEqualTo(ResolveDigest.of());
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
  }
}
