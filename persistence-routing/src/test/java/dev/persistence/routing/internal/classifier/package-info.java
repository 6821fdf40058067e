/** Tests of the classifier, with the truth asked of real servers. */
@NullMarked
package dev.persistence.routing.internal.classifier;

import org.jspecify.annotations.NullMarked;
