/** Tests of the phases of migrations on real servers. */
@NullMarked
package dev.persistence.migrate;

import org.jspecify.annotations.NullMarked;
