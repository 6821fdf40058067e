package dev.persistence.migrate.lint;

import java.util.List;
import java.util.stream.Stream;

/** Statements of MySQL and MariaDB, with what each does to the table {@code t}. */
final class MySqlStatements {

  private MySqlStatements() {}

  static final List<String> TABLES =
      List.of(
          "CREATE TABLE o (id bigint PRIMARY KEY) DEFAULT CHARSET=utf8mb4",
          """
          CREATE TABLE t (id bigint PRIMARY KEY, v varchar(20) CHARACTER SET utf8mb4,
            w varchar(60) CHARACTER SET utf8mb4, l varchar(100) CHARACTER SET latin1,
            n decimal(10,2), i int NOT NULL, a int, f varchar(300) CHARACTER SET utf8mb4, c char(5),
            en enum('x','y') CHARACTER SET utf8mb4, se set('x','y') CHARACTER SET utf8mb4,
            ts timestamp NULL, body text, gone int, oid_ bigint, period int, `key` varchar(9),
            KEY t_v (v)) DEFAULT CHARSET=utf8mb4\
          """);

  static final String SETUP = String.join(";\n", TABLES) + ";";

  /** The same on both; a server that is asked for {@code LOCK=NONE} takes those that are online. */
  private static final List<LintCase> SAME =
      LintCase.table(
"""
ok                 | METADATA | MOMENT | ALTER TABLE t ADD COLUMN x int
ok                 | METADATA | MOMENT | ALTER TABLE t ADD COLUMN x int NOT NULL DEFAULT 7
ok                 | METADATA | MOMENT | ALTER TABLE t ADD x varchar(20), ADD COLUMN y datetime DEFAULT CURRENT_TIMESTAMP
ok                 | METADATA | MOMENT | ALTER TABLE t ADD COLUMN (x int, y int)
ok                 | METADATA | MOMENT | ALTER TABLE t ADD COLUMN x int AFTER v
ok                 | METADATA | MOMENT | ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (i * 2) VIRTUAL
ok                 | METADATA | SCAN | ALTER TABLE t ADD INDEX x (a)
ok                 | METADATA | SCAN | ALTER TABLE t ADD UNIQUE KEY x (a)
ok                 | METADATA | SCAN | ALTER TABLE t ADD CONSTRAINT x UNIQUE (a)
ok                 | METADATA | SCAN | ALTER TABLE t ADD CONSTRAINT UNIQUE (a)
ok                 | METADATA | SCAN | ALTER TABLE t ADD COLUMN x int UNIQUE
ok                 | METADATA | SCAN | CREATE INDEX x ON t (a)
ok                 | METADATA | SCAN | CREATE UNIQUE INDEX x ON t (a, v)
ok                 | METADATA | MOMENT | ALTER TABLE t DROP INDEX t_v
ok                 | METADATA | MOMENT | ALTER TABLE t RENAME INDEX t_v TO t_vv
ok                 | METADATA | MOMENT | ALTER TABLE t ALTER COLUMN a SET DEFAULT 5
ok                 | METADATA | MOMENT | ALTER TABLE t ALTER a DROP DEFAULT
ok                 | METADATA | MOMENT | ALTER TABLE t MODIFY COLUMN v varchar(40) CHARACTER SET utf8mb4
ok                 | METADATA | MOMENT | ALTER TABLE t MODIFY v varchar(40)
ok                 | METADATA | MOMENT | ALTER TABLE t MODIFY w varchar(63)
ok                 | METADATA | MOMENT | ALTER TABLE t MODIFY l varchar(200) CHARACTER SET latin1
ok                 | METADATA | MOMENT | ALTER TABLE t MODIFY f varchar(900) CHARACTER SET utf8mb4
ok                 | METADATA | MOMENT | ALTER TABLE t MODIFY en enum('x','y','z') CHARACTER SET utf8mb4
ok                 | METADATA | MOMENT | ALTER TABLE t MODIFY se set('x','y','z') CHARACTER SET utf8mb4
ok                 | METADATA | MOMENT | ALTER TABLE t MODIFY a int COMMENT 'x'
ok                 | METADATA | MOMENT | ALTER TABLE t MODIFY period int COMMENT 'x'
ok                 | METADATA | MOMENT | ALTER TABLE t MODIFY `key` varchar(20)
ok                 | METADATA | REWRITE | ALTER TABLE t MODIFY i int NULL
ok                 | METADATA | REWRITE | ALTER TABLE t MODIFY a int NOT NULL
ok                 | METADATA | REWRITE | ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (id, i)
ok                 | METADATA | REWRITE | ALTER TABLE t ENGINE=InnoDB
ok                 | METADATA | REWRITE | ALTER TABLE t FORCE
ok                 | METADATA | REWRITE | ALTER TABLE t ROW_FORMAT=DYNAMIC
ok                 | METADATA | MOMENT | ALTER TABLE t DEFAULT CHARACTER SET utf8mb4
ok                 | METADATA | MOMENT | ALTER TABLE t COMMENT='x'
ok                 | METADATA | MOMENT | ALTER TABLE t AUTO_INCREMENT=100
drop-column        | METADATA | MOMENT | ALTER TABLE t DROP COLUMN gone
rename-column      | METADATA | MOMENT | ALTER TABLE t RENAME COLUMN a TO aa
rename-column      | METADATA | MOMENT | ALTER TABLE t CHANGE COLUMN a aa int
add-column-rewrite | SHARE | REWRITE | ALTER TABLE t ADD COLUMN x int NOT NULL AUTO_INCREMENT UNIQUE
""");

  /** What copies the table: while writers wait, or on MariaDB beside them. */
  private static final List<LintCase> COPIES =
      LintCase.table(
"""
create-index       | SHARE | REWRITE | ALTER TABLE t ADD FULLTEXT INDEX x (body)
create-index       | SHARE | REWRITE | CREATE FULLTEXT INDEX x ON t (body)
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY i bigint NOT NULL
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY n decimal(12,2)
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY v varchar(10) CHARACTER SET utf8mb4
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY w varchar(70) CHARACTER SET utf8mb4
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY v text CHARACTER SET utf8mb4
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY l varchar(100) CHARACTER SET utf8mb4
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY l varchar(100)
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY en enum('y','x') CHARACTER SET utf8mb4
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY en enum('x') CHARACTER SET utf8mb4
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY a int GENERATED ALWAYS AS (i * 2) STORED
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY c char(6)
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY a int unsigned
add-column-rewrite | SHARE | REWRITE | ALTER TABLE t ADD COLUMN x int GENERATED ALWAYS AS (i * 2) STORED
add-column-rewrite | SHARE | REWRITE | ALTER TABLE t ADD COLUMN x varchar(36) DEFAULT (uuid())
add-check          | SHARE | REWRITE | ALTER TABLE t ADD CONSTRAINT x CHECK (a < 1000000)
add-check          | SHARE | REWRITE | ALTER TABLE t ADD CONSTRAINT CHECK (a < 1000000)
add-column-unique  | SHARE | REWRITE | ALTER TABLE t ADD COLUMN x int CHECK (x > 0)
add-foreign-key    | SHARE | REWRITE | ALTER TABLE t ADD CONSTRAINT x FOREIGN KEY (oid_) REFERENCES o (id)
convert-charset    | SHARE | REWRITE | ALTER TABLE t CONVERT TO CHARACTER SET latin1
partition-table    | SHARE | REWRITE | ALTER TABLE t PARTITION BY HASH (id) PARTITIONS 4
drop-primary-key   | SHARE | REWRITE | ALTER TABLE t DROP PRIMARY KEY
drop-primary-key   | SHARE | REWRITE | ALTER TABLE t DROP PRIMARY KEY, ADD CONSTRAINT x UNIQUE (a)
""");

  /** Those that no server has to be asked for. */
  private static final List<LintCase> OTHERS =
      LintCase.table(
"""
ok                 | METADATA | REWRITE | ALTER TABLE t MODIFY i bigint NOT NULL, ALGORITHM=INPLACE, LOCK=NONE
ok                 | METADATA | REWRITE | ALTER TABLE stranger MODIFY i bigint, ALGORITHM=INSTANT
ok                 | METADATA | SCAN | CREATE INDEX x ON t (a) ALGORITHM=INPLACE LOCK=NONE
rewrite-table      | SHARE | REWRITE | ALTER TABLE t ADD COLUMN x int, ALGORITHM=COPY
rewrite-table      | SHARE | REWRITE | ALTER TABLE t ADD COLUMN x int, LOCK=EXCLUSIVE
rewrite-table      | SHARE | REWRITE | ALTER TABLE t ADD COLUMN x int, LOCK SHARED
ok                 | METADATA | MOMENT | ALTER TABLE t ADD COLUMN x int, ALGORITHM=COPY, LOCK=NONE
ok                 | METADATA | REWRITE | ALTER TABLE stranger MODIFY i bigint, ALGORITHM=NOCOPY
ok                 | METADATA | MOMENT | CREATE TABLE IF NOT EXISTS t (id int); ALTER TABLE t MODIFY v varchar(40)
ok                 | METADATA | MOMENT | ALTER TABLE t CHANGE v vv varchar(40); ALTER TABLE t MODIFY vv varchar(50)
ok                 | METADATA | MOMENT | RENAME TABLE o TO oo, t TO tt; ALTER TABLE tt MODIFY v varchar(40)
ok                 | METADATA | MOMENT | ALTER TABLE t RENAME AS tt; ALTER TABLE tt MODIFY v varchar(40)
ok                 | METADATA | MOMENT | ALTER TABLE t ADD x varchar(20); ALTER TABLE t MODIFY x varchar(30)
ok                 | METADATA | MOMENT | ALTER TABLE t DROP FOREIGN KEY f
ok                 | METADATA | MOMENT | ALTER TABLE t ALTER INDEX t_v INVISIBLE
ok                 | METADATA | MOMENT | SET foreign_key_checks = OFF; ALTER TABLE t ADD COLUMN x bigint REFERENCES o (id)
drop-table         | METADATA | MOMENT | CREATE OR REPLACE TABLE t (id int)
ok                 | NONE | MOMENT | CREATE OR REPLACE TEMPORARY TABLE t (id int)
ok                 | NONE | MOMENT | CREATE OR REPLACE VIEW seen AS SELECT id FROM t
ok                 | METADATA | MOMENT | DROP INDEX t_v ON t
rename-table       | METADATA | MOMENT | ALTER TABLE t RENAME TO tt
rename-table       | METADATA | MOMENT | RENAME TABLE t TO tt
drop-table         | METADATA | MOMENT | DROP TABLE IF EXISTS t
ok                 | NONE | MOMENT | DROP TEMPORARY TABLE tmp
drop-object        | NONE | MOMENT | DROP VIEW seen
truncate           | METADATA | MOMENT | TRUNCATE TABLE t
drop-partition     | METADATA | MOMENT | ALTER TABLE t DROP PARTITION p0
drop-partition     | METADATA | MOMENT | ALTER TABLE t TRUNCATE PARTITION p0
drop-partition     | SHARE | SCAN | ALTER TABLE t EXCHANGE PARTITION p0 WITH TABLE o
drop-partition     | SHARE | SCAN | ALTER TABLE t EXCHANGE PARTITION p0 WITH TABLE o WITH VALIDATION
drop-partition     | METADATA | MOMENT | ALTER TABLE t EXCHANGE PARTITION p0 WITH TABLE o WITHOUT VALIDATION
ok                 | METADATA | SCAN | ALTER TABLE t ANALYZE PARTITION p0
ok                 | METADATA | MOMENT | ALTER TABLE t ADD PARTITION (PARTITION p9 VALUES LESS THAN (10))
update-all         | ROW_EXCLUSIVE | SCAN | UPDATE t SET a = 1
update-all         | ROW_EXCLUSIVE | SCAN | DELETE FROM t
update-all         | ROW_EXCLUSIVE | SCAN | UPDATE t SET a = 1 WHERE 1
ok                 | ROW_EXCLUSIVE | MOMENT | UPDATE t SET a = 1 WHERE 1 = 1 LIMIT 10
ok                 | ROW_EXCLUSIVE | MOMENT | DELETE FROM t WHERE id < 10 LIMIT 100
update-all         | ROW_EXCLUSIVE | SCAN | WITH one (n) AS (SELECT 1) UPDATE t SET a = (SELECT n FROM one)
update-all         | ROW_EXCLUSIVE | SCAN | WITH RECURSIVE one AS (SELECT 1 UNION SELECT 2), two AS (SELECT 3) DELETE FROM t
ok                 | ROW_EXCLUSIVE | MOMENT | WITH some AS (SELECT id FROM o) UPDATE t JOIN some USING (id) SET a = 1 WHERE i > 0
ok                 | NONE | MOMENT | WITH some AS (SELECT id FROM o) SELECT * FROM some FOR UPDATE
read-locks         | SHARE | SCAN | INSERT INTO o SELECT id FROM t
read-locks         | SHARE | SCAN | CREATE TABLE copy AS SELECT * FROM t
read-locks         | SHARE | SCAN | REPLACE INTO o SELECT id FROM (SELECT id FROM t) AS some
ok                 | ROW_EXCLUSIVE | MOMENT | INSERT INTO o VALUES (1), (2)
ok                 | ROW_EXCLUSIVE | MOMENT | INSERT INTO o SELECT 1 FROM DUAL
lock-table         | ACCESS_EXCLUSIVE | MOMENT | LOCK TABLES t WRITE
lock-table         | ACCESS_EXCLUSIVE | MOMENT | FLUSH TABLES WITH READ LOCK
ok                 | NONE | MOMENT | FLUSH LOGS
ok                 | NONE | MOMENT | (SELECT 1)
update-all         | ROW_EXCLUSIVE | SCAN | UPDATE LOW_PRIORITY IGNORE t SET a = 1
update-all         | ROW_EXCLUSIVE | SCAN | DELETE QUICK FROM t
ok                 | METADATA | REWRITE | OPTIMIZE TABLE t
ok                 | METADATA | MOMENT | SET foreign_key_checks = 0; ALTER TABLE t ADD FOREIGN KEY (oid_) REFERENCES o (id)
unseen-code?       | UNKNOWN | UNKNOWN | CALL move_everything()
unseen-code?       | UNKNOWN | UNKNOWN | EXECUTE prepared
not-understood?    | UNKNOWN | UNKNOWN | FROBNICATE TABLE t
not-understood?    | UNKNOWN | UNKNOWN | ALTER TABLE t FROBNICATE
ok                 | NONE | MOMENT | CREATE TABLE fresh (a int); ALTER TABLE fresh MODIFY a bigint, DROP COLUMN a, ADD FULLTEXT (b)
ok                 | NONE | MOMENT | CREATE TABLE fresh (a int); DROP TABLE fresh
ok                 | METADATA | MOMENT | CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW BEGIN IF NEW.a IS NULL THEN SET NEW.a = 1; END IF; UPDATE o SET id = 1; END
ok                 | METADATA | MOMENT | /*!50003 ALTER TABLE t ADD COLUMN x int */
ok                 | NONE | MOMENT | SELECT "ALTER TABLE t DROP COLUMN a; -- no"
ok                 | NONE | MOMENT | SET NAMES utf8mb4
""");

  /** What only a server says or does that does not copy tables beside writers. */
  private static final List<LintCase> OTHERS_OF_MYSQL =
      LintCase.table(
"""
change-type?       | SHARE | REWRITE | ALTER TABLE stranger MODIFY x varchar(200)
change-type?       | SHARE | REWRITE | DROP TABLE t; ALTER TABLE t MODIFY v varchar(40)
change-type?       | SHARE | REWRITE | ALTER TABLE t DROP COLUMN v; ALTER TABLE t MODIFY v varchar(40)
change-type?       | SHARE | REWRITE | ALTER TABLE t CONVERT TO CHARACTER SET latin1; ALTER TABLE t MODIFY v varchar(40)
change-type        | SHARE | REWRITE | ALTER TABLE t DEFAULT CHARACTER SET latin1; ALTER TABLE t MODIFY v varchar(40)
change-type        | SHARE | REWRITE | ALTER TABLE t DEFAULT CHARACTER SET latin1; ALTER TABLE t MODIFY `key` varchar(20)
change-type        | SHARE | REWRITE | ALTER TABLE t MODIFY v varchar(40); ALTER TABLE t MODIFY v varchar(30)
add-foreign-key    | SHARE | REWRITE | SET foreign_key_checks = 0; SET foreign_key_checks = 1; ALTER TABLE t ADD FOREIGN KEY (oid_) REFERENCES o (id)
change-type,rename-column | SHARE | REWRITE | ALTER TABLE t CHANGE a aa bigint
add-check          | SHARE | REWRITE | ALTER TABLE t ALTER CHECK k ENFORCED
ok                 | METADATA | MOMENT | ALTER TABLE t ALTER CHECK k NOT ENFORCED
ok                 | METADATA | MOMENT | ALTER TABLE t ADD CHECK (a > 0) NOT ENFORCED
rewrite-table      | SHARE | REWRITE | ALTER TABLE t ORDER BY a
rewrite-table      | SHARE | REWRITE | ALTER TABLE t ENGINE = MyISAM
partition-table    | SHARE | REWRITE | ALTER TABLE t REMOVE PARTITIONING
partition-table    | SHARE | REWRITE | ALTER TABLE t COALESCE PARTITION 2
ok                 | METADATA | MOMENT | ALTER TABLE t ADD COLUMN x bigint REFERENCES o (id)
""");

  /** Returns those of which the server can be asked. */
  static List<LintCase> online(ServerVersion server) {
    return join(SAME, server.isMariaDb() ? copiedOnline() : COPIES);
  }

  static List<LintCase> all(ServerVersion server) {
    return join(online(server), server.isMariaDb() ? OTHERS : join(OTHERS, OTHERS_OF_MYSQL));
  }

  /** A copy beside writers is no finding. */
  private static List<LintCase> copiedOnline() {
    return COPIES.stream()
        .map(one -> new LintCase("ok", TableLock.METADATA, one.work(), one.sql()))
        .toList();
  }

  private static List<LintCase> join(List<LintCase> one, List<LintCase> other) {
    return Stream.of(one, other).flatMap(List::stream).toList();
  }
}
