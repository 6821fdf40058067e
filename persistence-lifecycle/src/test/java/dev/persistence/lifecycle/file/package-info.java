/** Tests of descriptions in files. */
@NullMarked
package dev.persistence.lifecycle.file;

import org.jspecify.annotations.NullMarked;
