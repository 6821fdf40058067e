package dev.persistence.sharding.internal;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds how many reads are asked twice: one for every twenty that could be, and ten at once.
 * Thread-safe.
 */
public final class HedgeBudget {

  private static final int PRICE = 20;
  private static final int MOST = 10 * PRICE;

  private final AtomicInteger credit = new AtomicInteger(MOST);

  /** Says that there is a read which could be asked twice. */
  public void earn() {
    credit.getAndUpdate(saved -> Math.min(MOST, saved + 1));
  }

  /** Returns whether a read may be asked a second time. */
  public boolean spend() {
    return credit.getAndUpdate(saved -> saved < PRICE ? saved : saved - PRICE) >= PRICE;
  }
}
