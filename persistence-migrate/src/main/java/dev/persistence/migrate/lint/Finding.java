package dev.persistence.migrate.lint;

import dev.persistence.core.Arguments;

/**
 * One thing that is wrong with a statement, or that may be.
 *
 * @param certainty whether it is so for sure
 * @param effect what this part of the statement does to the table
 * @param why what happens, with the names of the statement
 * @param recipe the safe way, on this version of the server
 */
public record Finding(Rule rule, Certainty certainty, Effect effect, String why, String recipe) {

  /** How sure a finding is. */
  public enum Certainty {
    DANGEROUS,
    /** It depends on what is not known here; the text says on what. */
    UNKNOWN
  }

  public Finding {
    Arguments.notNull("rule", rule);
    Arguments.notNull("certainty", certainty);
    Arguments.notNull("effect", effect);
    Arguments.notBlank("why", why);
    Arguments.notBlank("recipe", recipe);
  }

  public boolean isDangerous() {
    return certainty == Certainty.DANGEROUS;
  }

  /** Returns the rule, the lock, whom it blocks, why, and the recipe, in lines of their own. */
  @Override
  public String toString() {
    String lock =
        effect.lock() == TableLock.NONE ? "" : ", " + effect.lock() + " blocks " + effect.blocks();
    return rule
        + (isDangerous() ? "" : " (not known)")
        + lock
        + "\n  why:  "
        + why
        + "\n  safe: "
        + recipe.replace("\n", "\n        ");
  }
}
