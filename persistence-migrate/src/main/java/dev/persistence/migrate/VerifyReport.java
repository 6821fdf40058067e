package dev.persistence.migrate;

import dev.persistence.core.Arguments;
import java.util.List;

/**
 * What a verification saw.
 *
 * @param rows compared, once for each pair of columns
 * @param repaired rows that were mended on the way
 * @param mismatches what is left; empty if all is well
 */
public record VerifyReport(long rows, long repaired, List<Mismatch> mismatches) {

  public VerifyReport {
    mismatches = Arguments.listOf("mismatches", mismatches);
  }
}
