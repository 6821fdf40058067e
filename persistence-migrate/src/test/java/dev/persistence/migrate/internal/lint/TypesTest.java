package dev.persistence.migrate.internal.lint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What it takes to make one type of another; the suites ask servers for many of these. */
class TypesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "nchar(5)               ; character(5)                 ; NOTHING",
        "national varchar(5)    ; character varying(5)         ; NOTHING",
        "national character varying(5) ; varchar(5)            ; NOTHING",
        "text                   ; varchar                      ; NOTHING",
        "varchar(9)             ; varchar(9)                   ; NOTHING",
        "varchar(9)             ; varchar(10)                  ; NOTHING",
        "varchar(9)             ; varchar(8)                   ; REWRITE",
        "varchar                ; varchar(8)                   ; REWRITE",
        "text                   ; char(9)                      ; REWRITE",
        "varchar(9)             ; char(9)                      ; REWRITE",
        "char(9)                ; varchar(9)                   ; REWRITE",
        "char(9)                ; char(10)                     ; REWRITE",
        "text                   ; text COLLATE \"C\"           ; INDEXES",
        "text COLLATE \"C\"     ; text                         ; INDEXES",
        "varchar(9) COLLATE \"C\" ; text                       ; INDEXES",
        "varchar(9) COLLATE \"C\" ; text COLLATE \"C\"         ; NOTHING",
        "text COLLATE \"C\"     ; text COLLATE \"C\"           ; NOTHING",
        "varchar(9)             ; text COLLATE \"C\"           ; INDEXES",
        "citext                 ; text                         ; INDEXES",
        "varchar(9)             ; citext                       ; INDEXES",
        "text                   ; citext                       ; INDEXES",
        "int                    ; citext                       ; REWRITE",
        "citext                 ; varchar(9)                   ; REWRITE",
      })
  void textOfPostgresCosts(String from, String to, PostgresTypes.Cost cost) {
    assertCosts(from, to, cost);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "int                    ; integer                      ; NOTHING",
        "pg_catalog.int8        ; bigint                       ; NOTHING",
        "int2                   ; smallint                     ; NOTHING",
        "real                   ; float4                       ; NOTHING",
        "double precision       ; float8                       ; NOTHING",
        "boolean                ; bool                         ; NOTHING",
        "serial8                ; bigserial                    ; NOTHING",
        "numeric(9,2)           ; decimal(9,2)                 ; NOTHING",
        "numeric(9,2)           ; numeric(10,2)                ; NOTHING",
        "numeric(9,2)           ; numeric                      ; NOTHING",
        "numeric(9)             ; numeric(10,0)                ; NOTHING",
        "numeric(9)             ; numeric(9,0)                 ; NOTHING",
        "numeric(9,2)           ; numeric(8,2)                 ; REWRITE",
        "numeric(9,2)           ; numeric(10,3)                ; REWRITE",
        "numeric(9,2)           ; numeric(10)                  ; REWRITE",
        "numeric(9,-2)          ; numeric(10,-3)               ; REWRITE",
        "numeric(9,-2)          ; numeric(10)                  ; REWRITE",
        "numeric                ; numeric(9,2)                 ; REWRITE",
        "numeric(9)             ; int                          ; REWRITE",
        "varbit(4)              ; bit varying(5)               ; NOTHING",
        "varbit(4)              ; varbit                       ; NOTHING",
        "varbit(4)              ; varbit(3)                    ; REWRITE",
        "varbit                 ; varbit(3)                    ; REWRITE",
        "bit(4)                 ; bit(5)                       ; REWRITE",
        "bit(4)                 ; bit varying(4)               ; REWRITE",
        "timestamp(3)           ; timestamp(4)                 ; NOTHING",
        "timestamp(3)           ; timestamp                    ; NOTHING",
        "timestamp(3)           ; timestamp(2)                 ; REWRITE",
        "timestamp              ; timestamp(5)                 ; REWRITE",
        "timestamp              ; timestamp(6)                 ; NOTHING",
        "time(3)                ; time(4) without time zone    ; NOTHING",
        "timetz(3)              ; time(4) with time zone       ; NOTHING",
        "interval(3)            ; interval(4)                  ; NOTHING",
        "timestamp(3) with time zone ; timestamptz(4)          ; NOTHING",
        "timestamptz            ; timestamp                    ; ZONE",
        "timestamp              ; timestamptz                  ; ZONE",
        "timestamp              ; date                         ; REWRITE",
        "time                   ; timetz                       ; REWRITE",
        "cidr                   ; inet                         ; NOTHING",
        "inet                   ; cidr                         ; REWRITE",
        "xml                    ; text                         ; NOTHING",
        "xml                    ; varchar                      ; NOTHING",
        "xml                    ; varchar(9)                   ; REWRITE",
        "text                   ; xml                          ; REWRITE",
        "int[]                  ; int[]                        ; NOTHING",
        "int[3]                 ; int[]                        ; NOTHING",
        "int                    ; int[]                        ; REWRITE",
        "varchar(9)[]           ; varchar(10)[]                ; REWRITE",
        "text[]                 ; varchar                      ; REWRITE",
        "int                    ; unheard_of                   ; UNKNOWN",
        "unheard_of             ; text                         ; UNKNOWN",
        "unheard_of             ; unheard_of                   ; NOTHING",
        "mood                   ; text                         ; REWRITE",
        "text                   ; mood                         ; REWRITE",
      })
  void otherTypeOfPostgresCosts(String from, String to, PostgresTypes.Cost cost) {
    assertCosts(from, to, cost);
  }

  private static void assertCosts(String from, String to, PostgresTypes.Cost cost) {
    Schema schema = Schema.unknown(false);
    schema.otherTypes().add("mood");
    assertThat(PostgresTypes.change(SqlType.of(from, false), SqlType.of(to, false), schema))
        .isEqualTo(cost);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "int                            ; int(11)                        ; NOTHING",
        "bigint(20)                     ; bigint                         ; NOTHING",
        "int                            ; bigint                         ; COPY",
        "int                            ; int unsigned                   ; COPY",
        "int unsigned zerofill          ; int(5) unsigned zerofill       ; NOTHING",
        "decimal(9,2)                   ; numeric(9,2)                   ; NOTHING",
        "decimal(9,2)                   ; decimal(10,2)                  ; COPY",
        "char(5)                        ; char(6)                        ; COPY",
        "varbinary(9)                   ; varbinary(255)                 ; NOTHING",
        "varbinary(255)                 ; varbinary(256)                 ; COPY",
        "varbinary(256)                 ; varbinary(999)                 ; NOTHING",
        "varbinary(9)                   ; varbinary(8)                   ; COPY",
        "varbinary(9)                   ; blob                           ; COPY",
        "varchar(9) charset latin1      ; varchar(255) charset latin1    ; NOTHING",
        "varchar(255) charset latin1    ; varchar(256) charset latin1    ; COPY",
        "varchar(255) charset ascii     ; varchar(256) charset ascii     ; COPY",
        "varchar(254) charset binary    ; varchar(255) charset binary    ; NOTHING",
        "varchar(256) charset latin1    ; varchar(300) charset latin1    ; NOTHING",
        "varchar(63) charset utf8mb4    ; varchar(64) charset utf8mb4    ; COPY",
        "varchar(62) charset utf8mb4    ; varchar(63) charset utf8mb4    ; NOTHING",
        "varchar(64) charset utf8mb4    ; varchar(65) charset utf8mb4    ; NOTHING",
        "varchar(84) charset utf8mb3    ; varchar(85) charset utf8mb3    ; NOTHING",
        "varchar(85) charset utf8       ; varchar(86) charset utf8       ; COPY",
        "varchar(9)                     ; varchar(63)                    ; NOTHING",
        "varchar(9)                     ; varchar(64)                    ; CHARSET",
        "varchar(63)                    ; varchar(255)                   ; CHARSET",
        "varchar(63)                    ; varchar(256)                   ; COPY",
        "varchar(64)                    ; varchar(256)                   ; CHARSET",
        "varchar(255)                   ; varchar(256)                   ; CHARSET",
        "varchar(256)                   ; varchar(257)                   ; NOTHING",
        "varchar(9)                     ; varchar(8)                     ; COPY",
        "varchar(9)                     ; varchar(9) charset latin1      ; COPY",
        "varchar(9) charset latin1      ; varchar(9)                     ; CHARSET",
        "varchar(9) charset latin1      ; varchar(8)                     ; COPY",
        "varchar(9) charset latin1      ; varchar(9) charset utf8mb4     ; COPY",
        "varchar(9) charset utf8mb4 collate utf8mb4_bin ; varchar(9) charset utf8mb4   ; NOTHING",
        "varchar(9) charset utf8mb4 collate utf8mb4_bin ; varchar(9) collate utf8mb4_bin ; NOTHING",
        "varchar(9) charset utf8mb4 collate utf8mb4_bin ; varchar(9) collate utf8mb4_ci ; COPY",
        "varchar(9) charset utf8mb4     ; varchar(9) charset utf8        ; COPY",
        "enum('a','b')                  ; enum('a','b','c')              ; NOTHING",
        "enum('a','b')                  ; enum('a','c','b')              ; COPY",
        "enum('a','b')                  ; enum('a')                      ; COPY",
        "set('a','b','c','d','e','f','g')     ; set('a','b','c','d','e','f','g','h')     ; NOTHING",
        "set('a','b','c','d','e','f','g','h') ; set('a','b','c','d','e','f','g','h','i') ; COPY",
        "set('a')                       ; set('b')                       ; COPY",
      })
  void typeOfMySqlCosts(String from, String to, MySqlTypes.Cost cost) {
    assertThat(MySqlTypes.change(SqlType.of(from, true), SqlType.of(to, true))).isEqualTo(cost);
  }

  @ParameterizedTest
  @CsvSource({"254, 255, NOTHING", "255, 256, COPY", "256, 257, NOTHING"})
  void numberOfAnEnumHasOneByteUpTo255(int before, int after, MySqlTypes.Cost cost) {
    assertThat(MySqlTypes.change(enumOf(before), enumOf(after))).isEqualTo(cost);
  }

  private static SqlType enumOf(int values) {
    return SqlType.of("enum('a'" + ",'b'".repeat(values - 1) + ")", true);
  }
}
