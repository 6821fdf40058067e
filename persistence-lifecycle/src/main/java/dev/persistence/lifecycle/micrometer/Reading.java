package dev.persistence.lifecycle.micrometer;

import dev.persistence.lifecycle.partition.PartitionHealth;
import dev.persistence.lifecycle.retention.RetentionStatus;
import java.util.Map;

/**
 * What was read at one time; not a number is what is not known.
 *
 * @param policies how policies stand, by their ids
 * @param policyCount how many there are
 * @param partitions whether rows find their partitions, by the names under which that is shown
 * @param holds legal holds that are not released
 * @param requests requests of persons that have not come to their end
 */
record Reading(
    Map<String, RetentionStatus> policies,
    double policyCount,
    Map<String, PartitionHealth> partitions,
    double holds,
    double requests) {

  static final Reading UNKNOWN =
      new Reading(Map.of(), Double.NaN, Map.of(), Double.NaN, Double.NaN);
}
