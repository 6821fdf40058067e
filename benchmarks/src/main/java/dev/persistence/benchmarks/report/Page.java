package dev.persistence.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A report as one HTML file that needs nothing else: readable on a phone, dark where the reader's
 * system is.
 */
public final class Page {

  private static final String STYLE = "page.css";

  private final StringBuilder html = new StringBuilder();

  private Page() {}

  /** Writes the page, over what is there. */
  public static void write(Report report, List<Target.Outcome> outcomes, Path file)
      throws IOException {
    Files.writeString(file, of(report, outcomes));
  }

  static String of(Report report, List<Target.Outcome> outcomes) throws IOException {
    Page page = new Page();
    page.head(report.environment());
    page.outcomes(outcomes);
    report.standings().forEach(standing -> page.html.append(Bars.of(standing)));
    page.html.append("</body>\n</html>\n");
    return page.html.toString();
  }

  private static String style() throws IOException {
    try (InputStream file = Page.class.getResourceAsStream(STYLE)) {
      if (file == null) {
        throw new IOException(STYLE + " is not among the classes");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void head(Environment environment) throws IOException {
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .append("<title>Benchmarks</title>\n<style>\n")
        .append(style())
        .append("</style>\n</head>\n<body>\n<h1>Benchmarks</h1>\n")
        .append("<p>Less is better. The first line of each table is the measure of the others. ")
        .append("A thin line is how far the figure strayed, and below a ratio stands how far that ")
        .append("did. Beside a peer stands what the first of ours takes of its time. ")
        .append("Compare within this page only: ")
        .append("another machine gives other figures.</p>\n<dl>\n");
    entry("Machine", environment.machine());
    entry("JDK", environment.jdk());
    entry("Command", environment.command());
    entry("Date", environment.date());
    entry(
        "Versions",
        String.join(
            ", ",
            environment.versions().entrySet().stream()
                .map(version -> version.getKey() + " " + version.getValue())
                .toList()));
    html.append("</dl>\n");
  }

  private void entry(String name, String value) {
    html.append("<dt>%s</dt><dd>%s</dd>\n".formatted(Html.text(name), Html.text(value)));
  }

  private void outcomes(List<Target.Outcome> outcomes) {
    if (outcomes.isEmpty()) {
      return;
    }
    html.append("<section>\n<h2>Targets</h2>\n<table class=\"targets\">\n<thead><tr>")
        .append("<th>what</th><th>measured</th>")
        .append("<th class=\"number\">goal</th><th></th></tr></thead>\n<tbody>\n");
    for (Target.Outcome outcome : outcomes) {
      html.append(
          "<tr><td>%s</td><td>%s</td><td class=\"number\">%s</td><td class=\"%s\">%s</td></tr>\n"
              .formatted(
                  Html.text(outcome.what()),
                  Html.text(outcome.amount(outcome.measured())),
                  Amounts.plain(outcome.target().limit().goal()),
                  outcome.isMet() ? "met" : "missed",
                  outcome.verdict()));
    }
    html.append("</tbody>\n</table>\n</section>\n");
  }
}
