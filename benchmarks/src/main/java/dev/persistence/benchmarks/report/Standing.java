package dev.persistence.benchmarks.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The contestants that did the same work, and what it took them.
 *
 * @param title the work
 * @param unit of the values
 * @param figures of the contestants; the first is the measure of the others
 */
public record Standing(String title, String unit, List<Figure> figures) {

  public Standing {
    Objects.requireNonNull(title, "a contest has no title");
    Objects.requireNonNull(unit, () -> "there is no unit of: " + title);
    Objects.requireNonNull(figures, () -> "there are no figures of: " + title);
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("nobody took part in: " + title);
    }
    figures = List.copyOf(figures);
  }

  /** Returns what was measured of the contestant, if it took part. */
  public Optional<Figure> of(String contestant) {
    return figures.stream().filter(figure -> figure.name().equals(contestant)).findFirst();
  }
}
