/** SQL text that is safe to build: quoted names, bound values, and what differs between engines. */
@NullMarked
package dev.persistence.core.sql;

import org.jspecify.annotations.NullMarked;
