package dev.persistence.lifecycle.subject;

import dev.persistence.core.sql.TableName;
import dev.persistence.lifecycle.ForeignKey;
import dev.persistence.lifecycle.OnDelete;
import org.jspecify.annotations.Nullable;

/**
 * A way from rows to those that they belong to.
 *
 * @param key a foreign key, or for an archive that has none that of its source
 * @param said what the application says of it, or null
 * @param enforced whether the database keeps the parent as long as there is a child
 */
record Edge(ForeignKey key, @Nullable OnDelete said, boolean enforced) {

  TableName child() {
    return key.child();
  }

  TableName parent() {
    return key.parent();
  }

  boolean detaches() {
    return said == OnDelete.DETACH;
  }

  boolean cascades() {
    return said == null || said == OnDelete.CASCADE;
  }

  boolean isOwn() {
    return child().equals(parent());
  }
}
