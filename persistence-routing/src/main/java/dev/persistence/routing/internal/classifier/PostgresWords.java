package dev.persistence.routing.internal.classifier;

/**
 * The words that matter in PostgreSQL.
 *
 * <p>Functions are listed by name. A name is harmless if none of its overloads in {@code
 * pg_catalog} writes, takes a lock, or depends on the session; volatile ones among them ({@code
 * random}, {@code clock_timestamp}) only compute something new each time.
 */
final class PostgresWords {

  private PostgresWords() {}

  static WordTable table() {
    return CommonWords.builder()
        .add(WordTable.LOCK_STRENGTH, "no key")
        .add(WordTable.BUILT_IN_SCHEMA, "pg_catalog")
        .add(WordTable.EXPLAIN_OPTION, EXPLAIN_OPTIONS)
        .add(
            WordTable.WRITES,
            "copy comment vacuum reindex refresh cluster analyse security reassign")
        .add(WordTable.KEYWORD, KEYWORDS)
        .add(WordTable.FUNCTION, NUMBERS_AND_TEXT)
        .add(WordTable.FUNCTION, TIME)
        .add(WordTable.FUNCTION, SETS)
        .add(WordTable.FUNCTION, JSON_AND_XML)
        .add(WordTable.FUNCTION, SEARCH)
        .add(WordTable.FUNCTION, CATALOG)
        .add(WordTable.SESSION_FUNCTION, SESSION_FUNCTIONS)
        .add(WordTable.WRITING_FUNCTION, WRITING_FUNCTIONS)
        .build();
  }

  private static final String EXPLAIN_OPTIONS =
      """
      analyse verbose buffers costs settings generic_plan wal timing summary memory serialize
      on off true false none text binary xml yaml
      """;

  private static final String KEYWORDS =
      """
      array array_agg bernoulli bigint bit boolean bpchar character columns dec decimal deferred
      fetch filter first float ilike int isnull last local materialized next notnull nvarchar nchar
      numeric operator ordinality overlaps path precision real repeatable sets similar smallint
      symmetric system tablesample ties to varchar varying within without xmlnamespaces passing
      nested error empty zone collation varbit asymmetric
      """;

  private static final String NUMBERS_AND_TEXT =
      """
      acosd acosh asind asinh atan2d atand atanh bit_count bool_and bool_or btrim cbrt chr
      convert_from convert_to corr cosd cosh cotd covar_pop covar_samp crc32 crc32c decode div
      encode erf erfc every factorial format gcd get_bit get_byte initcap lcm log10 min_scale
      normalize overlay parse_ident pg_client_encoding quote_ident quote_literal quote_nullable
      regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
      regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count
      regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy scale set_bit set_byte sha224
      sha256 sha384 sha512 sind sinh split_part starts_with string_agg string_to_array
      string_to_table strpos tand tanh to_ascii to_char to_hex to_bin to_oct to_number translate
      trim_array trim_scale trunc unistr width_bucket casefold random random_normal
      gen_random_uuid uuidv4 uuidv7 uuid_extract_timestamp uuid_extract_version
      abbrev broadcast family host hostmask inet_merge inet_same_family masklen netmask network
      set_masklen macaddr8_set7bit area box bound_box center circle diagonal diameter height
      isclosed isopen line lseg npoints path pclose point polygon popen radius slope width
      treat mode percentile_cont percentile_disc any_value
      """;

  private static final String TIME =
      """
      age clock_timestamp date_add date_bin date_part date_subtract date_trunc isfinite
      justify_days justify_hours justify_interval make_date make_interval make_time make_timestamp
      make_timestamptz statement_timestamp timeofday timestamptz timezone to_date to_timestamp
      transaction_timestamp timetz pg_sleep pg_sleep_for pg_sleep_until overlaps
      """;

  private static final String SETS =
      """
      array_append array_cat array_dims array_fill array_length array_lower array_ndims
      array_position array_positions array_prepend array_remove array_replace array_reverse
      array_sample array_shuffle array_sort array_to_string array_upper cardinality unnest
      array_agg daterange int4range int8range numrange tsrange tstzrange int4multirange
      int8multirange nummultirange tsmultirange tstzmultirange datemultirange isempty lower_inc
      lower_inf range_agg range_intersect_agg range_merge upper_inc upper_inf multirange
      generate_series generate_subscripts enum_first enum_last enum_range num_nonnulls num_nulls
      grouping
      """;

  private static final String JSON_AND_XML =
      """
      array_to_json json json_agg json_agg_strict json_array_elements json_array_elements_text
      json_array_length json_build_array json_build_object json_each json_each_text
      json_extract_path json_extract_path_text json_object_agg json_object_agg_strict
      json_object_agg_unique json_object_agg_unique_strict json_object_keys json_populate_record
      json_populate_recordset json_scalar json_serialize json_strip_nulls json_to_record
      json_to_recordset json_typeof jsonb_agg jsonb_agg_strict jsonb_array_elements
      jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each
      jsonb_each_text jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object
      jsonb_object_agg jsonb_object_agg_strict jsonb_object_agg_unique
      jsonb_object_agg_unique_strict jsonb_object_keys jsonb_path_exists jsonb_path_exists_tz
      jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array
      jsonb_path_query_array_tz jsonb_path_query_first jsonb_path_query_first_tz
      jsonb_path_query_tz jsonb_populate_record jsonb_populate_record_valid
      jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls
      jsonb_to_record jsonb_to_recordset jsonb_typeof row_to_json to_json to_jsonb
      xml_is_well_formed xml_is_well_formed_content xml_is_well_formed_document xmlagg
      xmlattributes xmlcomment xmlconcat xmlelement xmlexists xmlforest xmlparse xmlpi xmlroot
      xmlserialize xmltable xmltext xpath xpath_exists
      """;

  private static final String SEARCH =
      """
      array_to_tsvector get_current_ts_config json_to_tsvector jsonb_to_tsvector numnode
      phraseto_tsquery plainto_tsquery querytree setweight strip to_tsquery to_tsvector
      ts_delete ts_filter ts_headline ts_rank ts_rank_cd tsquery_phrase tsvector_to_array
      websearch_to_tsquery
      """;

  private static final String CATALOG =
      """
      col_description current_database current_schema current_schemas format_type obj_description
      pg_collation_for pg_column_size pg_get_constraintdef pg_get_expr pg_get_functiondef
      pg_get_indexdef pg_get_keywords pg_get_partkeydef pg_get_serial_sequence pg_get_userbyid
      pg_get_viewdef pg_table_is_visible pg_type_is_visible pg_function_is_visible pg_typeof
      pg_encoding_to_char shobj_description to_regclass to_regtype to_regproc to_regnamespace
      """;

  /** Among them the ones that the catalog itself calls harmless. */
  private static final String SESSION_FUNCTIONS =
      """
      current_setting set_config setseed currval lastval inet_client_addr inet_client_port
      inet_server_addr inet_server_port pg_backend_pid pg_is_in_recovery pg_current_snapshot
      txid_current_snapshot pg_current_xact_id_if_assigned txid_current_if_assigned
      pg_export_snapshot pg_my_temp_schema pg_is_other_temp_schema pg_listening_channels
      pg_postmaster_start_time pg_conf_load_time pg_get_replication_slots pg_show_all_settings
      pg_settings_get_flags pg_options_to_table pg_tablespace_location pg_replication_origin_oid
      pg_get_publication_tables pg_timezone_abbrevs_abbrevs pg_timezone_abbrevs_zone
      pg_available_extensions pg_available_extension_versions pg_extension_update_paths
      pg_numa_available pg_split_walfile_name pg_relation_filenode pg_relation_filepath
      pg_filenode_relation pg_tablespace_databases row_security_active version
      pg_advisory_lock pg_advisory_lock_shared pg_try_advisory_lock pg_try_advisory_lock_shared
      pg_advisory_xact_lock pg_advisory_xact_lock_shared pg_try_advisory_xact_lock
      pg_try_advisory_xact_lock_shared pg_advisory_unlock pg_advisory_unlock_shared
      pg_advisory_unlock_all
      """;

  private static final String WRITING_FUNCTIONS =
      """
      nextval setval txid_current pg_current_xact_id pg_notify lo_creat lo_create lo_unlink
      lo_import lo_export lo_open lo_close lo_put lo_get lo_from_bytea lo_truncate lo_truncate64
      loread lowrite
      """;
}
