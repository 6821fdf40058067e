/** What routing costs beside its peers, measured in one run over connections that do nothing. */
@NullMarked
package dev.persistence.benchmarks;

import org.jspecify.annotations.NullMarked;
