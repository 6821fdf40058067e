package dev.persistence.lifecycle.partition;

/** How rows find their partition. */
enum PartitionKind {
  RANGE("by ranges of one column of days or points in time"),
  LIST("by lists of one column's values"),
  HASH("by hash");

  private final String words;

  PartitionKind(String words) {
    this.words = words;
  }

  /** Returns the kind by PostgreSQL's letter. */
  static PartitionKind of(String letter) {
    return switch (letter) {
      case "r" -> RANGE;
      case "l" -> LIST;
      default -> HASH;
    };
  }

  /** Returns the kind as part of a sentence. */
  String words() {
    return words;
  }
}
