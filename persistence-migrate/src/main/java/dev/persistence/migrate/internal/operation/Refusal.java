package dev.persistence.migrate.internal.operation;

/**
 * Says why an operation does not fit the database; made into the public exception by its caller.
 */
public final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  public Refusal(String why, String remedy) {
    super(why);
    this.remedy = remedy;
  }

  public String remedy() {
    return remedy;
  }
}
