package dev.persistence.lifecycle;

import dev.persistence.core.Explanation;
import dev.persistence.core.PersistenceException;
import org.jspecify.annotations.Nullable;

/** Something was not done to rows, for a reason that lies in the data or its description. */
public class LifecycleException extends PersistenceException {

  private static final long serialVersionUID = 1L;

  public LifecycleException(Explanation explanation, @Nullable Throwable cause) {
    super(explanation, cause);
  }
}
