package dev.persistence.lifecycle;

/** What happens to live children when their parent is soft-deleted. */
public enum OnDelete {
  /** They are deleted with it, under the same deletion id. */
  CASCADE,
  /** They keep it from being deleted. */
  PROTECT,
  /** Their foreign key becomes NULL, and a restore sets it again. */
  DETACH
}
