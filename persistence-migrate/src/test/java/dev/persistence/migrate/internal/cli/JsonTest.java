package dev.persistence.migrate.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JsonTest {

  @Test
  void valuesAreNested() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("none", null);
    map.put("numbers", List.of(1, -2L, 3.5));
    map.put("truth", List.of(true, false));
    map.put("empty", List.of(List.of(), Map.of()));
    map.put("other", Duration.ofSeconds(90));
    assertThat(Json.of(map))
        .isEqualTo(
            "{\"none\":null,\"numbers\":[1,-2,3.5],\"truth\":[true,false],"
                + "\"empty\":[[],{}],\"other\":\"PT1M30S\"}");
    assertThat(Json.of(null)).isEqualTo("null");
  }

  @Test
  void textsAreEscaped() {
    assertThat(Json.of(Map.of("a\"b", "\\ \n\t\r\u0000\u001f ~é€")))
        .isEqualTo("{\"a\\\"b\":\"\\\\ \\n\\t\\u000d\\u0000\\u001f ~é€\"}");
    assertThat(Json.of("\uD83D\uDE00 \uD83D")).isEqualTo("\"\\ud83d\\ude00 \\ud83d\"");
  }
}
