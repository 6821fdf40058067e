/** Tells by the text of a statement whether a replica may run it; only ever a veto. */
@NullMarked
package dev.persistence.routing.internal.classifier;

import org.jspecify.annotations.NullMarked;
