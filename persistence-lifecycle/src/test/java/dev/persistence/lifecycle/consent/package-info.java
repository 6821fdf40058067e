/** Tests of the consents' book, on each engine. */
@NullMarked
package dev.persistence.lifecycle.consent;

import org.jspecify.annotations.NullMarked;
