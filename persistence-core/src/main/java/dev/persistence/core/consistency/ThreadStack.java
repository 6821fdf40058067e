package dev.persistence.core.consistency;

import org.jspecify.annotations.Nullable;

/**
 * A stack of values per thread, whose innermost is current; null is a value too. Who ends one ends
 * all inside it, so that what was left open by mistake does not outlive its surroundings.
 */
final class ThreadStack<T> {

  /** One pushed value and what was current before it. */
  static final class Frame<T> {
    private final @Nullable T value;
    private final @Nullable Frame<T> outer;
    private final Thread owner = Thread.currentThread();
    private boolean open = true;

    private Frame(@Nullable T value, @Nullable Frame<T> outer) {
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

  Frame<T> push(@Nullable T value) {
    Frame<T> frame = new Frame<>(value, top.get());
    top.set(frame);
    return frame;
  }

  /** Pops the frame; popping it again does nothing. Leaves no trace on a thread once empty. */
  void pop(Frame<T> frame) {
    if (!frame.open) {
      return;
    }
    Frame<T> innermost = top.get();
    if (!isOpenHere(frame)) {
      throw new IllegalStateException(
          "\"" + frame.value + "\" cannot be closed here: it is not open on this thread.");
    }
    for (Frame<T> inner = innermost; inner != null && inner != frame; inner = inner.outer) {
      inner.open = false;
    }
    frame.open = false;
    if (frame.outer == null) {
      top.remove();
    } else {
      top.set(frame.outer);
    }
    if (innermost != frame && innermost != null) {
      throw new IllegalStateException(
          "\""
              + innermost.value
              + "\" was left open inside \""
              + frame.value
              + "\"; both are closed now. Close in reverse order of opening.");
    }
  }

  private boolean isOpenHere(Frame<T> wanted) {
    Frame<T> frame = top.get();
    while (frame != null && frame != wanted) {
      frame = frame.outer;
    }
    return frame != null;
  }
}
