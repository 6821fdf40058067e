/** How long data are kept: policies, and the job that anonymizes, archives and removes by them. */
@NullMarked
package dev.persistence.lifecycle.retention;

import org.jspecify.annotations.NullMarked;
