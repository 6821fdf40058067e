package dev.persistence.core.consistency;

import org.jspecify.annotations.Nullable;

/** A stack of values per thread: the innermost is current, and only the innermost can be popped. */
final class ThreadStack<T> {

  /** One pushed value and what was current before it. */
  static final class Frame<T> {
    private final T value;
    private final @Nullable Frame<T> outer;
    private final Thread owner = Thread.currentThread();
    private boolean open = true;

    private Frame(T value, @Nullable Frame<T> outer) {
      this.value = value;
      this.outer = outer;
    }
  }

  @SuppressWarnings("ThreadLocalUsage") // The two stacks are themselves in static fields.
  private final ThreadLocal<@Nullable Frame<T>> top = new ThreadLocal<>();

  @Nullable T current() {
    Frame<T> frame = top.get();
    return frame == null ? null : frame.value;
  }

  /** Returns what is on top, to be put back by {@link #restore}. */
  @Nullable Frame<T> top() {
    return top.get();
  }

  /**
   * Makes the frame the top and drops what is there now, without closing it. On another thread than
   * the frame's own its value stands there alone, and cannot be closed.
   */
  void restore(@Nullable Frame<T> frame) {
    if (frame == null) {
      top.remove();
    } else if (frame.open && frame.owner == Thread.currentThread()) {
      top.set(frame);
    } else {
      top.set(new Frame<>(frame.value, null));
    }
  }

  Frame<T> push(T value) {
    Frame<T> frame = new Frame<>(value, top.get());
    top.set(frame);
    return frame;
  }

  /** Pops the frame; popping it again does nothing. Leaves no trace on a thread once empty. */
  void pop(Frame<T> frame) {
    if (!frame.open) {
      return;
    }
    if (top.get() != frame) {
      throw new IllegalStateException(
          "\""
              + frame.value
              + "\" cannot be closed here: it is not the innermost one open on this"
              + " thread. Close in reverse order of opening, on the thread that opened it.");
    }
    frame.open = false;
    if (frame.outer == null) {
      top.remove();
    } else {
      top.set(frame.outer);
    }
  }
}
