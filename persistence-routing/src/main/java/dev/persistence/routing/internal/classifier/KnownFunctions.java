package dev.persistence.routing.internal.classifier;

/** What is known of the functions of one database beside the built-in ones. Thread-safe. */
@FunctionalInterface
public interface KnownFunctions {

  /** Knows nothing: only functions of the built-in list are let through. */
  KnownFunctions NONE = name -> Effect.UNKNOWN;

  /** What calling a function may do. */
  enum Effect {
    /** It only computes or reads, whichever of its overloads is called. */
    HARMLESS,
    /** At least one overload may write, or differs from call to call. */
    HARMFUL,
    /** There is no function of that name, or nothing is known of it. */
    UNKNOWN
  }

  /**
   * Returns the effect of a function.
   *
   * @param name without its schema, as the database stores it
   */
  Effect effect(String name);
}
