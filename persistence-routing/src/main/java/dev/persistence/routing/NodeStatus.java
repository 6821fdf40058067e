package dev.persistence.routing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the router knows of a node at one moment.
 *
 * @param name the node's name
 * @param role its role
 * @param up whether the sampler gets answers from it
 * @param staleness an upper bound of how old its data is; null if unknown, zero on the primary
 * @param inFlight connections of this node that are borrowed now
 * @param draining whether it was asked to get no new reads
 */
public record NodeStatus(
    String name,
    NodeRole role,
    boolean up,
    @Nullable Duration staleness,
    int inFlight,
    boolean draining) {}
