/** A customer from the first consent to the certificate that nothing of her is left. */
@NullMarked
package dev.persistence.examples.customerlife;

import org.jspecify.annotations.NullMarked;
