package dev.persistence.migrate.operation;

import dev.persistence.migrate.LiveDatabase;
import dev.persistence.testkit.DatabaseCluster;
import org.junit.jupiter.api.Nested;

/** Every operation, on the engine of the subclass. */
abstract class OperationsSuite {

  private final LiveDatabase database;

  OperationsSuite(DatabaseCluster<?> cluster) {
    this.database = new LiveDatabase(cluster.primary().dataSource());
  }

  @Nested
  class AddColumn extends AddColumnSuite {
    AddColumn() {
      super(database);
    }
  }

  @Nested
  class RenameColumn extends RenameColumnSuite {
    RenameColumn() {
      super(database);
    }
  }

  @Nested
  class ChangeType extends ChangeTypeSuite {
    ChangeType() {
      super(database);
    }
  }

  @Nested
  class SplitColumn extends SplitColumnSuite {
    SplitColumn() {
      super(database);
    }
  }

  @Nested
  class MergeColumns extends MergeColumnsSuite {
    MergeColumns() {
      super(database);
    }
  }

  @Nested
  class MoveColumn extends MoveColumnSuite {
    MoveColumn() {
      super(database);
    }
  }

  @Nested
  class ColumnType extends ColumnTypeSuite {
    ColumnType() {
      super(database);
    }
  }

  @Nested
  class AddEnumValue extends AddEnumValueSuite {
    AddEnumValue() {
      super(database);
    }
  }

  @Nested
  class SetNotNull extends SetNotNullSuite {
    SetNotNull() {
      super(database);
    }
  }

  @Nested
  class DropColumn extends DropColumnSuite {
    DropColumn() {
      super(database);
    }
  }

  @Nested
  class CreateIndex extends CreateIndexSuite {
    CreateIndex() {
      super(database);
    }
  }

  @Nested
  class AddCheck extends AddCheckSuite {
    AddCheck() {
      super(database);
    }
  }

  @Nested
  class RawSql extends RawSqlSuite {
    RawSql() {
      super(database);
    }
  }

  @Nested
  class DropIndex extends DropIndexSuite {
    DropIndex() {
      super(database);
    }
  }

  @Nested
  class SetDefault extends SetDefaultSuite {
    SetDefault() {
      super(database);
    }
  }

  @Nested
  class DropDefault extends DropDefaultSuite {
    DropDefault() {
      super(database);
    }
  }

  @Nested
  class CreateTable extends CreateTableSuite {
    CreateTable() {
      super(database);
    }
  }

  @Nested
  class DropTable extends DropTableSuite {
    DropTable() {
      super(database);
    }
  }

  @Nested
  class AddUnique extends AddUniqueSuite {
    AddUnique() {
      super(database);
    }
  }

  @Nested
  class AddForeignKey extends AddForeignKeySuite {
    AddForeignKey() {
      super(database);
    }
  }

  @Nested
  class DropNotNull extends DropNotNullSuite {
    DropNotNull() {
      super(database);
    }
  }

  @Nested
  class RenameTable extends RenameTableSuite {
    RenameTable() {
      super(database);
    }
  }

  @Nested
  class VersionViews extends VersionViewsSuite {
    VersionViews() {
      super(database);
    }
  }
}
