package dev.persistence.routing.internal;

/**
 * Whether a node answers its sampler, and whether it may be trusted again after it did not.
 *
 * <p>A node is turned away at once and taken back slowly: after an outage, or a lag beyond the
 * limit, it has to give {@link #PROBATION} good samples in a row, with a lag of at most half the
 * limit. Instants are those of the {@link WatermarkClock}. Immutable.
 *
 * @param answering whether the last samples were answered; one failure may be a hiccup
 * @param failures samples in a row that were not answered
 * @param refused whether the last failure said that nobody is there
 * @param restarts how often the node may have been restarted: its sampling connection was lost
 * @param sampledNanos when the last answered sample was sent, or {@link SampleRing#NEVER}
 * @param heardNanos when the node was last heard, be it with an error
 * @param probation good samples that the node still owes before it serves reads again
 * @param admittedNanos since when it serves reads again, or {@link SampleRing#NEVER} if it always
 *     has
 */
record Health(
    boolean answering,
    int failures,
    boolean refused,
    int restarts,
    long sampledNanos,
    long heardNanos,
    int probation,
    long admittedNanos) {

  static final int PROBATION = 3;

  private static final int FAILURES_UNTIL_DOWN = 2;

  static final Health UNKNOWN =
      new Health(false, 0, false, 0, SampleRing.NEVER, SampleRing.NEVER, 0, SampleRing.NEVER);

  Health restarted(int times) {
    return new Health(
        answering, failures, refused, times, sampledNanos, heardNanos, probation, admittedNanos);
  }

  /** Returns the health after an answer to a sample sent at the instant. */
  Health answered(long sentNanos, long lagNanos, long maxLagNanos) {
    int owed = probation(lagNanos, maxLagNanos);
    long admitted = owed == 0 && probation > 0 ? sentNanos : admittedNanos;
    return new Health(true, 0, false, restarts, sentNanos, sentNanos, owed, admitted);
  }

  private int probation(long lagNanos, long maxLagNanos) {
    boolean good = lagNanos <= (probation > 0 ? maxLagNanos / 2 : maxLagNanos);
    return good ? Math.max(0, probation - 1) : PROBATION;
  }

  Health failed(SampleFailure how, long nowNanos) {
    int count = failures + 1;
    boolean still = answering && count < FAILURES_UNTIL_DOWN;
    boolean turnedAway = !still && sampledNanos != SampleRing.NEVER;
    return new Health(
        still,
        count,
        how == SampleFailure.REFUSED,
        restarts + 1,
        sampledNanos,
        how == SampleFailure.ANSWERED_WITH_ERROR ? nowNanos : heardNanos,
        turnedAway ? PROBATION : probation,
        admittedNanos);
  }

  /** Tells whether the node has been asked at all, with whatever result. */
  boolean isAsked() {
    return sampledNanos != SampleRing.NEVER || failures > 0;
  }

  /**
   * Tells whether the node surely serves nobody now: it has once answered, and now nobody is there
   * or nothing was heard for too long. What the sampler never reached is not dead: its own
   * connection may be at fault.
   */
  boolean isDead(long nowNanos, long silenceNanos) {
    boolean silent = nowNanos - heardNanos > silenceNanos;
    return heardNanos != SampleRing.NEVER && !answering && (refused || silent);
  }
}
