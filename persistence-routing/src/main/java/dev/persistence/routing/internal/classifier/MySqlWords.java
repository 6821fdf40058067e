package dev.persistence.routing.internal.classifier;

/**
 * The words that matter in MySQL and MariaDB. Stored functions are never known to be harmless: the
 * server does not enforce what they declare about themselves.
 */
final class MySqlWords {

  private MySqlWords() {}

  static WordTable table() {
    return CommonWords.builder()
        .add(WordTable.EXPLAIN, "describe desc")
        .add(WordTable.EXPLAIN_OPTION, "extended partitions traditional tree")
        .add(WordTable.WRITES_ANYWHERE, "replace procedure")
        .add(WordTable.WRITES, "replace rename optimize repair")
        .add(WordTable.LOCKS_ANYWHERE, "lock")
        .add(WordTable.SESSION_ANYWHERE, "sql_calc_found_rows")
        .add(WordTable.VALUE, "value")
        .add(WordTable.SEQUENCE, "nextval currval lastval")
        .add(WordTable.KEYWORD, KEYWORDS)
        .add(WordTable.FUNCTION, NUMBERS_AND_TEXT)
        .add(WordTable.FUNCTION, TIME)
        .add(WordTable.FUNCTION, DOCUMENTS)
        .add(WordTable.SESSION_FUNCTION, SESSION_FUNCTIONS)
        .add(WordTable.WRITING_FUNCTION, "setval nextval")
        .build();
  }

  private static final String KEYWORDS =
      """
      against binary character columns decimal div dual errors force ignore index key keys match
      member numeric of path regexp rlike separator signed sounds straight_join unsigned use
      varchar xor nchar double float dec
      """;

  private static final String NUMBERS_AND_TEXT =
      """
      any_value bin bit_count char compress conv convert crc32 elt export_set field find_in_set
      format from_base64 group_concat hex if ifnull insert instr inet_aton inet_ntoa inet6_aton
      inet6_ntoa is_ipv4 is_ipv6 isnull is_uuid lcase locate log10 log2 make_set mid oct ord quote
      rand regexp_instr regexp_like regexp_replace regexp_substr sha sha1 sha2 sleep soundex space
      std strcmp substring_index to_base64 truncate ucase uncompress uncompressed_length unhex
      uuid uuid_to_bin bin_to_uuid weight_string charset collation coercibility database
      schema default name_const
      """;

  private static final String TIME =
      """
      adddate addtime convert_tz curdate curtime date_add date_format date_sub datediff day dayname
      dayofmonth dayofweek dayofyear from_days from_unixtime get_format hour last_day makedate
      maketime microsecond minute month monthname period_add period_diff quarter sec_to_time
      second str_to_date subdate subtime sysdate time_format time_to_sec timediff timestampadd
      timestampdiff to_days to_seconds unix_timestamp utc_date utc_time utc_timestamp week weekday
      weekofyear year yearweek
      """;

  private static final String DOCUMENTS =
      """
      extractvalue json_append json_array_append json_array_insert json_contains
      json_contains_path json_depth json_extract json_insert json_keys json_length json_merge
      json_merge_patch json_merge_preserve json_overlaps json_pretty json_quote json_remove
      json_replace json_schema_valid json_search json_set json_storage_size json_type
      json_unquote json_valid json_compact json_detailed json_loose updatexml
      st_area st_asgeojson st_astext st_buffer st_centroid st_contains st_distance
      st_distance_sphere st_equals st_geomfromtext st_intersects st_length st_overlaps
      st_pointfromtext st_srid st_touches st_within st_x st_y point linestring polygon
      """;

  private static final String SESSION_FUNCTIONS =
      """
      connection_id current_role current_user found_rows get_lock is_free_lock is_used_lock
      last_insert_id lastval load_file master_pos_wait master_gtid_wait ps_current_thread_id
      release_all_locks release_lock row_count session_user source_pos_wait system_user user
      version wait_for_executed_gtid_set benchmark
      """;
}
