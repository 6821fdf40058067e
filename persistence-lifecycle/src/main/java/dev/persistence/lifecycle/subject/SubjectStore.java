package dev.persistence.lifecycle.subject;

/**
 * A place besides the databases that may know of a person: a cache, a search index, another
 * service. Implementations are thread-safe.
 */
public interface SubjectStore {

  /** Returns the name in plans and certificates: at most 100 characters, the same for ever. */
  String name();

  /**
   * Removes all that the store has of the subject, and returns how many entries that were. Runs
   * behind the databases in each run of a request, after a failure or when another store had not
   * answered; then finds nothing, or what has come since.
   *
   * @param subject the id, as the databases hold it; belongs in no log
   * @throws Exception if it cannot tell that all is gone; the erasure then stays open
   */
  long erase(String subject) throws Exception;

  /**
   * Returns how many entries the store has of the subject, or -1 if it cannot tell.
   *
   * @throws Exception if the store does not answer; nothing of it is then erased by this plan
   */
  long count(String subject) throws Exception;
}
