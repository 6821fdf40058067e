/** Tests of how phases are run. */
@NullMarked
package dev.persistence.migrate.internal.run;

import org.jspecify.annotations.NullMarked;
