package dev.persistence.routing.internal.classifier;

import java.util.ArrayList;
import java.util.List;

/** Statements in the syntax of MySQL and MariaDB, with the verdict that each must get. */
final class MySqlStatements {

  /** Run on the primary before the statements. */
  static final List<String> SETUP =
      List.of(
          "create table item (id int primary key, name varchar(20), `for update` int)",
          "insert into item values (1, 'one', 1), (2, 'two', 2)",
          "create table log (id int auto_increment primary key, n int)");

  private MySqlStatements() {}

  /** One statement. */
  record Case(String sql, Verdict verdict) {
    @Override
    public String toString() {
      return verdict + ": " + sql;
    }
  }

  static List<Case> all() {
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

  private static final String READS =
      """
      select 1
      select * from item
      (select id from item) union all (select 3)
      values (1), (2)
      with x as (select 1 as n) select * from x
      with recursive t(n) as (select 1 union all select n + 1 from t where n < 3) select n from t
      select `for update` from item
      select 1 as `for update`, 2 as "for update", 'delete from item'
      select "a", 'it''s for update', 'it\\'s'
      select 1 # for update
      select 1 -- for update
      select 1 /* for update */ + 1
      select /*+ MAX_EXECUTION_TIME(1000) */ 1
      select 1--1
      select count(*), sum(id), group_concat(name order by id separator ',') from item group by name
      select ifnull(name, 'x'), concat(name, 'y'), if(id > 1, 1, 2), replace(name, 'o', 'p') from item
      select insert('abc', 1, 1, 'x'), truncate(1.5, 1), left(name, 1), mod(5, 2) from item
      select * from item use index (primary) where id in (1, 2)
      select date_add('2020-01-01', interval 1 day), year('2020-01-01'), '2020-01-01' + interval 1 day
      select cast(id as char(5)), convert(id, decimal(5, 2)), convert('a' using utf8) from item
      select row_number() over (partition by name order by id) from item
      select 0x1F, x'1F', b'1', _utf8'a', N'a', 1.5e3
      select id from item where name regexp 'o' and id between 1 and (2) limit 1 offset 0
      select json_extract('{"a": 1}', '$.a')
      explain select * from item
      explain format=json select id from item
      select exists (select 1 from item), database() is not null
      """;

  private static final String WRITES =
      """
      insert into log (n) values (1)
      replace into item values (1, 'one', 1)
      update item set name = 'x'
      delete from item
      truncate table log
      create table other (id int)
      with x as (select 1) delete from item
      select 1 into outfile '/nowhere/x'
      select 1 into @x
      select 1; delete from item
      select id from item procedure analyse()
      explain delete from item
      """;

  private static final String LOCKS =
      """
      select * from item for update
      select * from item lock in share mode
      select * from item where id in (select id from item for update)
      (select id from item for update)
      with x as (select id from item for update) select * from x
      select 1--for update¶from item for update
      """;

  private static final String SESSIONS =
      """
      select last_insert_id()
      select last_insert_id(5)
      select found_rows()
      select row_count()
      select sql_calc_found_rows * from item
      select get_lock('a', 0)
      select `get_lock`('a', 0)
      select release_lock('a')
      select is_free_lock('a')
      select connection_id()
      select @x := 1
      select @x
      select @@session.sql_mode
      set @x = 1
      begin
      use mysql
      show tables
      create temporary table tt (id int)
      lock tables item read
      call work()
      do sleep(0)
      """;

  private static final String FUNCTIONS =
      """
      select twice(1)
      select load_unknown('x')
      select "get_it"('a')
      select mydb.concat('a')
      """;

  private static final String UNSURE =
      """
      select /*! sql_calc_found_rows */ * from item
      select 1 /*!50000 into @x */
      select 1 /*M!100000 for update */
      select 1a from item
      select "a\\" for update -- "
      """;
}
