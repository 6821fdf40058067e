package dev.persistence.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageTest {

  private final Report report = Reports.of(10, 20, 8);

  @Test
  void namesAreShownAsTheyAre() throws IOException {
    assertThat(Page.of(report, List.of()))
        .contains("Work &amp; &lt;play&gt;")
        .doesNotContain("<play>");
  }

  @Test
  void pageNeedsNothingElse() throws IOException {
    assertThat(Page.of(report, List.of()))
        .contains("<style>")
        .doesNotContain("http:", "https:", "<script", "<link", "url(", "@import");
  }

  @Test
  void barIsAsLongAsItsShareOfTheGreatestFigure() throws IOException {
    assertThat(Page.of(report, List.of()))
        .contains("<i style=\"width:90.91%\"></i><b style=\"left:81.82%;width:18.18%\">")
        .contains("<i style=\"width:45.45%\"></i>");
  }

  @Test
  void figureIsShownWithItsRatioBytesAndPercentiles() throws IOException {
    assertThat(Page.of(report, List.of())).contains("20 · p99 9", "× 2", "8 B");
  }

  @Test
  void ratioIsShownWithHowFarItStrayed() throws IOException {
    assertThat(Page.of(report, List.of())).contains("× 2<small>1.64 – 2.44</small></td>");
  }

  /** Which the ratio to the measure does not show of a peer that is not the measure. */
  @Test
  void eachPeerIsShownWithWhatOursTakesOfItsTime() throws IOException {
    String page = Page.of(report, List.of());

    assertThat(page).containsOnlyOnce("<td class=\"number to\">× 2</td></tr>");
    assertThat(page.indexOf("<td class=\"number to\">× 2</td></tr>"))
        .isBetween(page.indexOf(">peer<"), page.indexOf(">ours<"));
  }

  @Test
  void missedTargetIsTold() throws IOException {
    Target target = Target.ofTime(Reports.CONTEST, "ours", "peer", new Target.Limit(1.5, 4));
    Target.Outcome outcome = target.in(report);

    assertThat(outcome).isNotNull();
    assertThat(Page.of(report, outcome == null ? List.of() : List.of(outcome)))
        .contains(
            "<td>Work &amp; &lt;play&gt;, ours</td><td>2 × peer</td>"
                + "<td class=\"number\">1.50</td><td class=\"missed\">missed</td>");
  }
}
