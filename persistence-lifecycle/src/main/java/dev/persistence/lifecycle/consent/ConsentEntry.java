package dev.persistence.lifecycle.consent;

import java.time.Instant;

/**
 * One entry of the book: somebody said yes or no.
 *
 * @param granted false if the consent was withdrawn
 * @param at by the database's clock
 */
public record ConsentEntry(String purpose, boolean granted, Instant at, ConsentSource source) {}
