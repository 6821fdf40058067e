package dev.persistence.routing.internal.classifier;

/** The words that mean the same in every syntax. */
final class CommonWords {

  private CommonWords() {}

  static WordTable.Builder builder() {
    return new WordTable.Builder()
        .add(WordTable.READS, "select values table")
        .add(WordTable.WITH, "with")
        .add(WordTable.RECURSIVE, "recursive")
        .add(WordTable.EXPLAIN, "explain")
        .add(WordTable.EXPLAIN_OPTION, "analyze format json")
        .add(WordTable.AS, "as")
        .add(WordTable.FOR, "for")
        .add(WordTable.LOCK_STRENGTH, "update share")
        .add(WordTable.WRITES_ANYWHERE, "insert update delete merge into")
        .add(WordTable.CREATE | WordTable.WRITES, "create")
        .add(WordTable.TEMPORARY, "temp temporary")
        .add(
            WordTable.WRITES, "insert update delete merge alter drop truncate grant revoke analyze")
        .add(WordTable.ESCAPE, "fn d t ts oj limit escape")
        .add(WordTable.KEYWORD, KEYWORDS)
        .add(WordTable.FUNCTION, FUNCTIONS);
  }

  private static final String KEYWORDS =
      """
      all and any as asc between by case cross cube desc distinct else end escape except exists for
      from full group grouping having in inner intersect interval is join lateral left like limit
      natural not null offset on or order outer over partition recursive right rollup rows select
      set some table then union using values when where window with
      """;

  private static final String FUNCTIONS =
      """
      abs acos ascii asin atan atan2 avg bit_and bit_length bit_or bit_xor cast ceil ceiling char
      char_length character_length coalesce concat concat_ws cos cot count cume_dist
      current_date current_time current_timestamp date degrees dense_rank exp extract
      first_value floor greatest lag last_value lead least left length ln localtime
      localtimestamp log lower lpad ltrim max md5 min mod now nth_value ntile nullif
      octet_length percent_rank pi position pow power radians rank repeat replace reverse
      right round row row_number rpad rtrim sign sin sqrt stddev stddev_pop stddev_samp
      substr substring sum tan time timestamp trim upper var_pop var_samp variance
      json_arrayagg json_array json_object json_objectagg json_value json_query json_exists json_table
      """;
}
