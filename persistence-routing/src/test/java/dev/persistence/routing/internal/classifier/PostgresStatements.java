package dev.persistence.routing.internal.classifier;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Statements on the tables of {@link #SETUP}, with the verdict that each must get. */
final class PostgresStatements {

  static final List<String> SETUP =
      List.of(
          "create table item (id int primary key, name text, data jsonb, \"for update\" int)",
          "insert into item values (1, 'one', '{\"a\": 1}', 1), (2, 'two', null, 2)",
          "create sequence numbers",
          "create view items as select id, name from item",
          "create function twice(n int) returns int language sql immutable as 'select n * 2'",
          "create function names() returns setof text language sql stable as 'select name from"
              + " item'",
          "create function touch() returns int language plpgsql volatile as"
              + " 'begin update item set name = name; return 1; end'",
          "create function public.initcap(n int) returns int language sql volatile as 'select"
              + " touch()'",
          "create function \"LOWER\"(t text) returns int language sql volatile as 'select touch()'",
          "create procedure work() language plpgsql as 'begin update item set id = id; end'");

  private PostgresStatements() {}

  record Case(String sql, Verdict verdict) {
    @Override
    public String toString() {
      return verdict + ": " + (sql.length() > 120 ? sql.substring(0, 120) + "…" : sql);
    }
  }

  /** Returns all statements, written by hand and mutated. */
  static Stream<Case> all() {
    return written().stream().flatMap(PostgresStatements::mutations);
  }

  static List<Case> written() {
    List<Case> cases = new ArrayList<>();
    add(cases, Verdict.READ, READS);
    add(cases, Verdict.WRITE, WRITES);
    add(cases, Verdict.LOCK, LOCKS);
    add(cases, Verdict.SESSION, SESSIONS);
    add(cases, Verdict.FUNCTION, FUNCTIONS);
    add(cases, Verdict.UNSURE, UNSURE);
    return cases;
  }

  private static void add(List<Case> cases, Verdict verdict, String lines) {
    lines.lines().forEach(sql -> cases.add(new Case(sql.replace("¶", "\n"), verdict)));
  }

  /** The same statement in other clothes; quotes, comments and placeholders stay as they are. */
  private static Stream<Case> mutations(Case one) {
    Stream<Case> original = Stream.of(one);
    if (one.sql().matches("(?s).*(['\"$\\\\]|--|/\\*).*")) {
      return original;
    }
    List<UnaryOperator<String>> clothes =
        List.of(
            sql -> sql.toUpperCase(Locale.ROOT),
            sql -> sql.replace(" ", "\n\t\f\r "),
            sql -> sql.replace(" ", "/* 'x /* \" */ */"),
            sql -> sql.replace(" ", " -- it's (\n"),
            sql -> sql.replace("(", " ( ").replace(")", " ) ").replace(",", " , "),
            sql -> "/**/ ; ;\n" + sql + " ; -- done",
            sql -> "select 1; " + sql);
    return Stream.concat(
        original, clothes.stream().map(how -> new Case(how.apply(one.sql()), one.verdict())));
  }

  private static final String READS =
      """
      select 1
      select * from item
      select id, name from item where id = 1 order by name limit 1 offset 0
      (select 1)
      ((select id from item) union all (select 2)) order by 1
      values (1), (2)
      table item
      select 1;
      select 1; select 2; values (3)
      with x as (select 1) select * from x
      with recursive t(n) as (select 1 union all select n + 1 from t where n < 5) select n from t
      with a as (select 1), b(x, y) as (select 2, 3), c as materialized (select 4) select * from a, b, c
      with a as not materialized (select id from item) select id from a
      with x as (select 1) (select 2) order by 1
      select (with x(i) as (select 1) select i from x)
      select id from (with y as (values (1)) table y) as z(id)
      select count(*), sum(id), max(name), string_agg(name, '|' order by name) from item
      select lower(name), upper(name), coalesce(name, 'x'), nullif(id, 2) from item
      select pg_catalog.lower('X')
      select "lower"('X'), "pg_catalog"."upper"('x')
      select cast(id as numeric(10, 2)), id::varchar(20), name::char(3) from item
      select extract(year from date '2020-01-01'), substring('abc' from 1 for 2), position('b' in 'abc')
      select overlay('abc' placing 'x' from 1 for 1), trim(both 'x' from 'xax')
      select now() > timestamp '2020-01-01', current_date > date '2020-01-01', current_user
      select a.id from item a join item b using (id) left join lateral (select 1) as c on true
      select rank() over (partition by name order by id), count(*) filter (where id > 1) over w from item group by id, name window w as (order by id)
      select id from item where id in (1, 2) and exists (select 1) and id = any (array[1, 2]) and not (id is null)
      select grouping(id), id from item group by grouping sets ((id), ()), cube (name)
      select id from item tablesample bernoulli (100) repeatable (1)
      select * from generate_series(1, 3) as g(i)
      select * from unnest(array[1, 2]) with ordinality as u(v, n)
      select percentile_cont(0.5) within group (order by id) from item
      select data -> 'a', data ->> 'a', data ? 'a', data @> '{}', data #>> '{a}' from item
      select jsonb_build_object('a', 1), jsonb_path_query_first('{"a": 1}', '$.a')
      select x.* from json_to_record('{"a": 1}') as x(a int)
      select case when id = 1 then (1) else (2) end from item
      select distinct on (name) name from item
      select row(1, 2), (1, 2) = (1, 2), array(select 1)
      select interval '1 day' + now() > now(), now() at time zone 'UTC' is not null
      select id from item order by id fetch first (1) rows with ties
      select id from item order by id nulls first, coalesce(name, 'a') desc
      select 'for update'
      select 'insert into item', 'nextval(''numbers'')', 'a;delete from item'
      select "for update" from item
      select 1 as "for update", 2 as "insert", 3 as update, 4 as into
      select i.name as delete from item as i
      select $$ for update $$, $x$ delete from item; $y$ $$ $x$
      select $tag$ ' $tag$, 'x'
      select E'it\\'s for update', e'\\\\', E'a'¶'b\\n for update'
      select 'C:\\', 'x'
      select name from item where name like 'a!%' escape '!' or name like 'b' escape '\\'
      select U&'\\0061', N'x', B'101', X'1F'
      select 'a''b for update ''c'
      select 'a' -- for update
      select /* for update */ 1 /* nested /* delete from item */ */
      select 1 -- it's¶, 2
      select 0x1F + 1_000 + 1.5e-3 + .5 + 1e5
      select 1+-1, 5 % 2, 2 ^ 3, -(-1)
      explain select * from item
      explain (analyze, costs off, timing off, summary off, buffers off) select id from item
      explain (select 1)
      explain verbose with x as (select 1) select * from x
      select random() < 2, clock_timestamp() > now(), gen_random_uuid() is not null
      select id from item where (id, name) in (select id, name from items)
      select array_agg(id order by id) from item having count(*) > 0
      select xmlelement(name foo, 'x')
      select id from item where id between (1) and (2) and name similar to ('a')
      select pg_typeof(1), format('%s', 1), to_char(now(), 'YYYY') is not null
      select item.name, item.data from item where item.id = 1
      select 1 as é, 2 as "É", 'ß'
      select (select max(id) from item where id < (select min(id) + (5) from item))
      select current_schema(), current_database() is not null
      """;

  private static final String WRITES =
      """
      insert into item values (3)
      update item set name = 'x'
      delete from item
      merge into item using (select 1 as i) as s on id = i when matched then delete
      truncate item
      create table other (id int)
      create index on item (name)
      alter table item add column more int
      drop view items
      grant select on item to public
      comment on table item is 'x'
      select * into other from item
      select 1 into other
      with d as (delete from item returning id) select * from d
      with i as (insert into item values (7) returning id) select * from i
      with u as (update item set name = 'u' returning 1) table u
      with a as (select 1), b as (select 2), d as materialized (delete from item returning *) select 1
      with x as (select 1) delete from item using x
      with x as (select 1) insert into item select 8
      select 1; delete from item
      select 1; select 2; insert into item values (4)
      explain analyze delete from item
      explain (analyze) update item set name = 'x'
      explain (analyze, format json) with d as (delete from item returning 1) select * from d
      explain insert into item values (5)
      select nextval('numbers')
      select pg_catalog.nextval('numbers')
      select "nextval"('numbers')
      select setval('numbers', 5)
      select distinct on (id) nextval('numbers') from item
      select id from item order by (id), nextval('numbers')
      with x as (select 1) (select 2) order by 1, nextval('numbers')
      select * from unnest(array[1]) with ordinality, nextval('numbers')
      select * from unnest(array[1]) with ordinality as u(v, n), nextval('numbers')
      with x as (select 1) (select 2 as n) order by (n), nextval('numbers')
      values (nextval('numbers'))
      select case when true then nextval('numbers') end
      select (((nextval('numbers'))))
      select nextval /* c */ ('numbers')
      select txid_current()
      select pg_current_xact_id()
      select pg_notify('channel', 'x')
      select lo_create(0)
      select lo_from_bytea(0, 'x')
      copy item to stdout
      vacuum item
      refresh materialized view items
      reindex table item
      """;

  private static final String LOCKS =
      """
      select * from item for update
      select * from item for no key update
      select * from item for share
      select * from item for key share
      select * from item for update of item nowait
      select * from item for update skip locked
      select 1 from item limit 1 for update
      (select id from item for update)
      ((select id from item) for share)
      select * from (select id from item for update) as x
      select id from item where id in (select id from item for key share)
      with x as (select id from item for update) select * from x
      with x as (select 1) select id from item for no key update
      select 'x', $$y$$, "for update" from item for update
      select id as name from item for update
      table item for update
      select 1; select id from item for update
      explain analyze select id from item for update
      """;

  private static final String SESSIONS =
      """
      select currval('numbers')
      select lastval()
      select pg_advisory_lock(1)
      select pg_advisory_lock_shared(1)
      select pg_try_advisory_lock(1, 2)
      select pg_advisory_xact_lock(1)
      select pg_try_advisory_xact_lock_shared(1)
      select pg_advisory_unlock_all()
      select set_config('work_mem', '1MB', false)
      select id, pg_try_advisory_lock(id) from item
      select setseed(0.5)
      select current_setting('work_mem')
      select pg_backend_pid() > 0
      select pg_is_in_recovery()
      select txid_current_if_assigned()
      set work_mem = '1MB'
      reset work_mem
      show work_mem
      begin
      start transaction
      listen channel
      prepare p as select 1
      declare c cursor with hold for select 1
      lock table item
      discard all
      create temporary table tt (id int)
      create temp sequence ts
      select 1 into temp tt
      select id into temporary table tt from item
      call work()
      do 'begin perform 1; end'
      """;

  private static final String FUNCTIONS =
      """
      select touch()
      select public.touch()
      select * from touch()
      select id from item where touch() = 1
      select twice(1)
      select public.initcap(1)
      select * from names()
      select * from generate_series(1, 2) g(i)
      select pg_stat_clear_snapshot() is null
      select "LOWER"('X')
      select pg_read_file('PG_VERSION')
      select query_to_xml('delete from item', true, true, '')
      select pg_logical_emit_message(true, 'a', 'b')
      """;

  private static final String UNSURE =
      """
      select U&"nextv\\0061l"('numbers')
      """;
}
