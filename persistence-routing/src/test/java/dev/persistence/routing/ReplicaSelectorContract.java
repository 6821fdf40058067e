package dev.persistence.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.persistence.testkit.SeededRandom;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every {@link ReplicaSelector} must do. Extend it with a selector of your own; it is in the
 * test-jar of this module.
 */
public abstract class ReplicaSelectorContract {

  protected ReplicaSelectorContract() {}

  /** A node in a certain state. */
  protected record Load(int weight, double share, int inFlight, long latencyNanos, String zone)
      implements ReplicaLoad {

    /** An idle node of weight 1. */
    public static final Load IDLE = new Load(1, 1, 0, 1_000_000, "");

    @Override
    public String name() {
      return "node";
    }

    public Load ofWeight(int changed) {
      return new Load(changed, changed, inFlight, latencyNanos, zone);
    }

    public Load ofShare(double changed) {
      return new Load(weight, changed, inFlight, latencyNanos, zone);
    }

    public Load withInFlight(int changed) {
      return new Load(weight, share, changed, latencyNanos, zone);
    }

    public Load withLatency(long changed) {
      return new Load(weight, share, inFlight, changed, zone);
    }

    public Load inZone(String changed) {
      return new Load(weight, share, inFlight, latencyNanos, changed);
    }
  }

  /** Returns a new selector. */
  protected abstract ReplicaSelector selector();

  /** Returns how often each node is chosen of so many times. */
  protected static int[] chosen(ReplicaSelector selector, List<Load> nodes, int times) {
    int[] chosen = new int[nodes.size()];
    for (int i = 0; i < times; i++) {
      chosen[selector.select(nodes, -1L >>> (64 - nodes.size()))]++;
    }
    return chosen;
  }

  @Test
  void onlyEligibleNodesAreChosen() {
    ReplicaSelector selector = selector();
    SeededRandom.forAll(
        2_000,
        random -> {
          List<Load> nodes = new ArrayList<>();
          long eligible = 0;
          for (int i = random.between(0, 63); i >= 0; i--) {
            eligible |= random.chance(0.5) ? 1L << nodes.size() : 0;
            nodes.add(anyLoad(random));
          }
          eligible |= 1L << random.between(0, nodes.size() - 1);

          int chosen = selector.select(nodes, eligible);

          assertThat(eligible >>> chosen & 1).isEqualTo(1);
        });
  }

  private static Load anyLoad(SeededRandom random) {
    int weight = random.between(1, 100);
    double share = Math.max(0.05, random.fraction()) * weight;
    String zone = random.pick(List.of("", "a", "b"));
    return new Load(weight, share, random.between(0, 500), random.between(0, 1_000_000), zone);
  }

  @Test
  void theOnlyEligibleNodeIsChosenHoweverBadItIs() {
    Load bad = new Load(1, 0.05, 10_000, Long.MAX_VALUE / 4, "elsewhere");
    List<Load> nodes = List.of(Load.IDLE, bad, Load.IDLE);
    ReplicaSelector selector = selector();

    for (int i = 0; i < 100; i++) {
      assertThat(selector.select(nodes, 0b010)).isEqualTo(1);
    }
  }

  @Test
  void everyEqualNodeGetsAShare() {
    int[] chosen = chosen(selector(), Collections.nCopies(4, Load.IDLE), 8_000);

    for (int times : chosen) {
      assertThat(times).isBetween(1_600, 2_400);
    }
  }

  @Test
  void choosingAllocatesNothing() throws JMException {
    ReplicaSelector selector = selector();
    List<Load> nodes = new ArrayList<>(Collections.nCopies(8, Load.IDLE));
    long perChoice = Long.MAX_VALUE;
    for (int round = 0; round < 20 && perChoice > 0; round++) {
      long before = allocatedBytes();
      for (int i = 0; i < 20_000; i++) {
        selector.select(nodes, 0b1011_0111);
      }
      perChoice = (allocatedBytes() - before) / 20_000;
    }
    assertThat(perChoice).as("bytes a choice, once compiled").isZero();
  }

  private static long allocatedBytes() throws JMException {
    return (Long)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                "getThreadAllocatedBytes",
                new Object[] {Thread.currentThread().getId()},
                new String[] {"long"});
  }

  @Test
  void manyThreadsMayChooseAtOnce() throws InterruptedException {
    ReplicaSelector selector = selector();
    List<Load> nodes = Collections.nCopies(5, Load.IDLE);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Thread thread = new Thread(() -> chosen(selector, nodes, 20_000));
      thread.setUncaughtExceptionHandler((at, thrown) -> failure.set(thrown));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failure.get()).isNull();
  }
}
