/** Tests of soft deletes, on each engine. */
@NullMarked
package dev.persistence.lifecycle.softdelete;

import org.jspecify.annotations.NullMarked;
