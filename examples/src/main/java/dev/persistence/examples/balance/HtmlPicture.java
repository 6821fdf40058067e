package dev.persistence.examples.balance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Draws balances as one HTML file that needs nothing else: bars, and a line of all buckets. */
final class HtmlPicture {

  private static final List<String> COLORS =
      List.of("#4477aa", "#66ccee", "#228833", "#ccbb44", "#ee6677");

  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <meta charset="utf-8">
      <title>Four shards, and a fifth</title>
      <style>
        body { font: 15px sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em }
        td { padding: .15em .6em; text-align: right }
        td:last-child { width: 100%%; text-align: left }
        .bar { height: 1.1em }
        svg { width: 100%%; height: 2.5em }
      </style>
      <h1>Four shards, and a fifth</h1>
      <p>%s</p>
      %s</html>
      """;

  private final StringBuilder pictures = new StringBuilder();

  HtmlPicture draw(Balance balance) {
    pictures.append("<h2>").append(balance.title()).append("</h2>\n<table>\n");
    List<String> shards = List.copyOf(balance.rows().keySet());
    for (String shard : shards) {
      pictures.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%s<td>%,d<td>%.2f&nbsp;%%<td><div class=\"bar\" style=\"width: %.2f%%;"
                  + " background: %s\"></div>%n",
              shard,
              balance.rows().get(shard),
              100 * balance.share(shard),
              100 * balance.share(shard),
              COLORS.get(shards.indexOf(shard))));
    }
    pictures.append("</table>\n").append(buckets(balance, shards));
    return this;
  }

  /** Neighbours with one owner are one rectangle. */
  private static String buckets(Balance balance, List<String> shards) {
    int buckets = balance.map().buckets();
    StringBuilder line =
        new StringBuilder("<svg viewBox=\"0 0 " + buckets + " 1\" preserveAspectRatio=\"none\">\n");
    int first = 0;
    for (int bucket = 1; bucket <= buckets; bucket++) {
      String owner = balance.map().ownerOf(first);
      if (bucket == buckets || !balance.map().ownerOf(bucket).equals(owner)) {
        line.append(
            "<rect x=\"%d\" width=\"%d\" height=\"1\" fill=\"%s\"><title>%s: buckets %d-%d</title></rect>%n"
                .formatted(
                    first,
                    bucket - first,
                    COLORS.get(shards.indexOf(owner)),
                    owner,
                    first,
                    bucket - 1));
        first = bucket;
      }
    }
    return line.append("</svg>\n").toString();
  }

  void write(Path file, String summary) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, PAGE.formatted(summary, pictures));
  }
}
