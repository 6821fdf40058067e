package dev.persistence.testkit.fault;

import java.nio.ByteBuffer;

/**
 * What one read from a socket yielded: bytes, the end of the stream, or a reset.
 *
 * @param arrived nanoseconds of the system's monotonic time
 * @param jitterShare how much of the jitter it gets, 0 to 1
 */
record Segment(Kind kind, ByteBuffer bytes, long arrived, double jitterShare) {

  /** What a segment is. */
  enum Kind {
    /** Bytes to be passed on. */
    BYTES,
    /** The sender closed its side. */
    END,
    /** The connection broke. */
    RESET,
    /** The proxy itself ends the stream, by a fault. */
    TRUNCATED
  }
}
