package dev.persistence.testkit.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * One direction of a connection: a thread that reads segments, a thread that delivers each when its
 * time has come, and a bounded queue between them.
 *
 * <p>Two threads and not one, because with one a delay would be a limit of bandwidth as well: the
 * next segment would not be read before this one is delivered.
 */
final class Pipe {

  private static final int SEGMENT_BYTES = 16 * 1024;
  private static final int MOST_SEGMENTS = 64;

  private final Direction direction;
  private final Regulator regulator;
  private final SplittableRandom random;
  private final LongAdder delivered;
  private final BlockingQueue<Segment> queue = new ArrayBlockingQueue<>(MOST_SEGMENTS);

  /* Of the delivering thread: when the line is free again, and what was passed on under which conditions. */
  private long freeAt = System.nanoTime();
  private long passed;
  private Conditions passedUnder;

  Pipe(Direction direction, Regulator regulator, SplittableRandom random, LongAdder delivered) {
    this.direction = direction;
    this.regulator = regulator;
    this.random = random;
    this.delivered = delivered;
    this.passedUnder = regulator.current();
  }

  /** Reads until the stream ends or breaks. Blocks while the queue is full, as a network does. */
  void read(Socket from) throws InterruptedException {
    byte[] buffer = new byte[SEGMENT_BYTES];
    Segment.Kind kind = Segment.Kind.BYTES;
    while (kind == Segment.Kind.BYTES) {
      byte[] bytes = {};
      try {
        InputStream input = from.getInputStream();
        int length = input.read(buffer);
        kind = length < 0 ? Segment.Kind.END : Segment.Kind.BYTES;
        bytes = Arrays.copyOf(buffer, Math.max(0, length));
      } catch (IOException e) {
        kind = Segment.Kind.RESET;
      }
      queue.put(new Segment(kind, ByteBuffer.wrap(bytes), System.nanoTime(), random.nextDouble()));
    }
  }

  /** Delivers until the stream ends, and returns how; {@code END} means an orderly end. */
  Segment.Kind deliver(Socket to) throws InterruptedException {
    Segment.Kind outcome = Segment.Kind.BYTES;
    while (outcome == Segment.Kind.BYTES) {
      Segment segment = queue.take();
      try {
        outcome =
            segment.kind() == Segment.Kind.BYTES
                ? passOn(segment, to.getOutputStream())
                : end(segment, to);
      } catch (IOException e) {
        outcome = Segment.Kind.RESET; // The receiver is gone; the sender is to learn it.
      }
    }
    return outcome;
  }

  private Segment.Kind end(Segment segment, Socket to) throws IOException, InterruptedException {
    awaitTurn(segment);
    if (segment.kind() == Segment.Kind.END) {
      to.shutdownOutput();
    }
    return segment.kind();
  }

  private Segment.Kind passOn(Segment segment, OutputStream output)
      throws IOException, InterruptedException {
    int done = 0;
    while (done < segment.bytes().limit()) {
      Conditions.Flow flow = awaitTurn(segment);
      NetworkFault.Truncate truncate = flow.truncate();
      int length = flow.segment(segment.bytes().limit() - done);
      if (truncate != null) {
        length = (int) Math.min(length, truncate.bytes() - passed);
      }
      output.write(segment.bytes().array(), done, length);
      done += length;
      passed += length;
      delivered.add(length);
      freeAt = Math.max(freeAt, System.nanoTime()) + flow.busyNanos(length);
      if (truncate != null && passed == truncate.bytes()) {
        return truncate.byReset() ? Segment.Kind.RESET : Segment.Kind.TRUNCATED;
      }
    }
    return Segment.Kind.BYTES;
  }

  /** Blocks until the conditions let the segment pass, and returns them. */
  private Conditions.Flow awaitTurn(Segment segment) throws InterruptedException {
    while (true) {
      Conditions conditions = regulator.current();
      if (conditions != passedUnder) {
        passedUnder = conditions;
        passed = 0;
        freeAt = System.nanoTime();
      }
      Conditions.Flow flow = conditions.flow(direction);
      long left = flow.silent() ? Long.MAX_VALUE : dueAt(segment, flow) - System.nanoTime();
      if (left <= 0) {
        return flow;
      }
      regulator.awaitChange(conditions, left);
      if (regulator.closed()) {
        throw new InterruptedException("the proxy closes");
      }
    }
  }

  private long dueAt(Segment segment, Conditions.Flow flow) {
    long due = segment.arrived() + flow.delayNanos(segment.jitterShare());
    if (segment.kind() != Segment.Kind.BYTES) {
      due += flow.closeDelayNanos();
    }
    return flow.busyNanos(1) == 0 ? due : Math.max(due, freeAt);
  }
}
