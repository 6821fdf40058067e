/** The life of a customer, with nobody to read along. */
@NullMarked
package dev.persistence.examples.customerlife;

import org.jspecify.annotations.NullMarked;
