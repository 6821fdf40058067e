package dev.persistence.examples.balance;

import java.io.PrintStream;
import java.util.Locale;

/** Draws balances with characters: a bar for each shard, and a digit for every 64 buckets. */
final class TerminalPicture {

  private static final int LONGEST_BAR = 40;
  private static final int BUCKETS_OF_A_DIGIT = 64;

  private final PrintStream out;

  TerminalPicture(PrintStream out) {
    this.out = out;
  }

  void draw(Balance balance) {
    out.printf("%n%s%n", balance.title());
    balance.rows().forEach((shard, rows) -> out.println(bar(balance, shard, rows)));
    StringBuilder owners = new StringBuilder("  buckets  ");
    for (int bucket = 0; bucket < balance.map().buckets(); bucket += BUCKETS_OF_A_DIGIT) {
      owners.append(balance.map().ownerOf(bucket + BUCKETS_OF_A_DIGIT - 1).substring(1));
    }
    out.println(owners);
    out.flush();
  }

  private static String bar(Balance balance, String shard, long rows) {
    double most = balance.rows().values().stream().mapToLong(Long::longValue).max().orElse(1);
    int length = (int) Math.round(LONGEST_BAR * rows / most);
    return String.format(
        Locale.ROOT,
        "  %s  %6d  %5.2f %%  %s",
        shard,
        rows,
        100 * balance.share(shard),
        "#".repeat(length));
  }
}
