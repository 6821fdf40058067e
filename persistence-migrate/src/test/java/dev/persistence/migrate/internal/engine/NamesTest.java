package dev.persistence.migrate.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamesTest {

  /** Triggers and checksums of running migrations have these names: no release may change them. */
  @Test
  void namesAndDigestsStayWhatTheyAre() {
    assertThat(Names.digest("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Names.of("insert", "abc")).isEqualTo("zz_insert_ba7816bf8f01cfea");
    assertThat(Names.digest("ä")).isNotEqualTo(Names.digest("?"));
  }
}
