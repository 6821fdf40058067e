package dev.persistence.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program tells where there is no database. */
class MigrateCommandTest {

  private static final String SECRET = "s3cret";

  private final ByteArrayOutputStream told = new ByteArrayOutputStream();
  @TempDir private Path folder;

  private int run(String... arguments) {
    told.reset();
    PrintStream stream = new PrintStream(told, true, StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(List.of("--json", "--folder", folder.toString(), "status"));
    all.addAll(List.of(arguments));
    return new MigrateCommand(Map.of("MIGRATE_PASSWORD", SECRET), stream, stream).run(all);
  }

  private void assertSilent(int code, String... arguments) {
    assertThat(run(arguments)).isEqualTo(code);
    assertThat(told.toString(StandardCharsets.UTF_8))
        .contains("{\"code\":" + code)
        .doesNotContain(SECRET);
  }

  @Test
  void passwordIsNeverTold() {
    assertSilent(1, "--url", "jdbc:postgresql://127.0.0.1:1/x?user=u&password=" + SECRET);
    assertSilent(1, "--url", "jdbc:mysql://u:" + SECRET + "@127.0.0.1:1/x");
    assertSilent(1, "--url", "jdbc:mysql://u:" + SECRET + "@127.0.0.1:x:y/x");
    assertSilent(1, "--url", "jdbc:mysql://(host=127.0.0.1,port=1,password=" + SECRET + ")/x");
    assertSilent(2, "--url", "jdbc:nosuch://u:" + SECRET + "@127.0.0.1/x");
    assertSilent(2, "--url", "u:" + SECRET + "@127.0.0.1");
    assertSilent(2, "--url=jdbc:mysql://u:" + SECRET + "@127.0.0.1/x");
    assertSilent(2, "--password=" + SECRET);
    assertSilent(2, SECRET);
  }
}
