/** What a file says of tables. */
@NullMarked
package dev.persistence.lifecycle.internal.file;

import org.jspecify.annotations.NullMarked;
