package dev.persistence.benchmarks.report;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One contest as a table with a bar for each contestant. */
final class Bars {

  private final Standing standing;
  private final double widest;
  private final @Nullable Figure ours;

  private Bars(Standing standing) {
    this.standing = standing;
    this.widest =
        standing.figures().stream().mapToDouble(figure -> figure.value().high()).max().orElse(1);
    this.ours = standing.figures().stream().filter(Figure::ours).findFirst().orElse(null);
  }

  static String of(Standing standing) {
    return new Bars(standing).html();
  }

  private String html() {
    StringBuilder html = new StringBuilder();
    html.append("<section>\n<h2>")
        .append(Html.text(standing.title()))
        .append(" <small>")
        .append(Html.text(standing.unit()))
        .append("</small></h2>\n");
    html.append("<table class=\"contest\">\n<thead><tr><th>contestant</th><th></th>")
        .append("<th class=\"number\">")
        .append(Html.text(standing.unit()))
        .append("</th>")
        .append("<th class=\"number\">ratio</th><th class=\"number\">allocated</th>")
        .append("<th class=\"number\">ours to it</th></tr></thead>\n")
        .append("<tbody>\n");
    standing.figures().forEach(figure -> html.append(row(figure)));
    return html.append("</tbody>\n</table>\n</section>\n").toString();
  }

  private String row(Figure figure) {
    Spread value = figure.value();
    Double bytes = figure.bytes();
    return "<tr%s><td class=\"name\">%s</td><td class=\"drawing\">%s</td>"
            .formatted(figure.ours() ? " class=\"ours\"" : "", Html.text(figure.name()), bar(value))
        + number(Amounts.plain(value.middle()) + percentiles(figure))
        + ratio(figure.ratio())
        + number(bytes == null ? "" : Amounts.plain(Math.rint(bytes)) + " B")
        + "<td class=\"number to\">%s</td></tr>\n".formatted(oursTo(figure));
  }

  /** What the first of ours takes of a peer's time, for a reader who looks for that peer. */
  private String oursTo(Figure figure) {
    return ours == null || figure.ours()
        ? ""
        : "× " + Amounts.plain(ours.ratio().middle() / figure.ratio().middle());
  }

  private static String percentiles(Figure figure) {
    StringBuilder text = new StringBuilder();
    figure
        .percentiles()
        .forEach(
            (name, value) ->
                text.append(" · ").append(name).append(' ').append(Amounts.plain(value)));
    return text.toString();
  }

  /** Of the measure itself there is nothing to stray. */
  private static String ratio(Spread ratio) {
    String strayed =
        ratio.low() == ratio.high()
            ? ""
            : "<small>%s – %s</small>"
                .formatted(Amounts.plain(ratio.low()), Amounts.plain(ratio.high()));
    return "<td class=\"number\">× " + Amounts.plain(ratio.middle()) + strayed + "</td>";
  }

  private static String number(String text) {
    return "<td class=\"number\">" + Html.text(text) + "</td>";
  }

  private String bar(Spread value) {
    return String.format(
        Locale.ROOT,
        "<div class=\"bar\"><i style=\"width:%.2f%%\"></i>"
            + "<b style=\"left:%.2f%%;width:%.2f%%\"></b></div>",
        share(value.middle()),
        share(value.low()),
        share(value.high() - value.low()));
  }

  private double share(double value) {
    return 100 * value / widest;
  }
}
