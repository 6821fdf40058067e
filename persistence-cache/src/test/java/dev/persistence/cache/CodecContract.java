package dev.persistence.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link Codec} must do; extend it to prove yours.
 *
 * @param <V> the values
 */
public abstract class CodecContract<V> {

  private static final AtomicInteger CANARIES = new AtomicInteger();

  /** A class that no codec of another type may ever make; it counts whoever does. */
  public static class Canary implements Serializable {
    private static final long serialVersionUID = 1L;

    public Canary() {
      CANARIES.incrementAndGet();
    }

    public Canary(String text) {
      CANARIES.incrementAndGet();
    }

    public void setName(String name) {
      CANARIES.incrementAndGet();
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      CANARIES.incrementAndGet();
    }
  }

  protected CodecContract() {}

  /** Returns the codec under test. */
  protected abstract Codec<V> codec();

  /** Returns values that differ in shape and size, a few hundred bytes each at most. */
  protected abstract List<V> values();

  @BeforeEach
  void resetCanaries() {
    CANARIES.set(0);
  }

  private V decode(byte[] bytes) throws IOException {
    return codec().decode(bytes, 0, bytes.length);
  }

  @Test
  void everyValueComesBackAsItWas() throws IOException {
    for (V value : values()) {
      assertThat(decode(codec().encode(value))).isEqualTo(value).hasSameClassAs(value);
    }
  }

  @Test
  void onlyTheNamedPartOfTheArrayIsRead() throws IOException {
    for (V value : values()) {
      byte[] bytes = codec().encode(value);
      byte[] within = new byte[bytes.length + 20];
      Arrays.fill(within, (byte) 0x5A);
      System.arraycopy(bytes, 0, within, 7, bytes.length);
      byte[] before = within.clone();
      assertThat(codec().decode(within, 7, bytes.length)).isEqualTo(value);
      assertThat(within).as("an array is not written to").isEqualTo(before);
    }
  }

  @Test
  void theFormatIsNamedByOneOfTheNumbersThatAreFree() {
    assertThat(codec().id()).isEqualTo(codec().id());
    int uncompressed = codec().id() & 0x7F;
    assertThat(uncompressed).matches(id -> id == 1 || id == 2 || id >= 64, "1, 2, 64 to 127");
  }

  @Test
  void nullIsNoValue() {
    assertThatIllegalArgumentException().isThrownBy(() -> encodeNull(codec()));
    assertNeverNull("null".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> decode(new byte[0])).isInstanceOf(Exception.class);
  }

  @SuppressWarnings("NullAway") // What the types forbid is tried all the same.
  private static void encodeNull(Codec<?> codec) throws IOException {
    codec.encode(null);
  }

  /** A damaged value may come out as another one of the type; it must not come out as none. */
  private void assertNeverNull(byte[] bytes) {
    Object decoded;
    try {
      decoded = decode(bytes);
    } catch (Exception unreadable) { // Any exception is a miss; an Error is a defect.
      return;
    }
    assertThat(decoded).isNotNull();
  }

  @Test
  void everyTruncationIsAnExceptionOrAValue() throws IOException {
    for (V value : values()) {
      byte[] bytes = codec().encode(value);
      for (int length = 0; length < bytes.length; length++) {
        assertNeverNull(Arrays.copyOf(bytes, length));
      }
    }
    assertThat(CANARIES).hasValue(0);
  }

  @Test
  void everyFlippedBitIsAnExceptionOrAValueInTime() throws IOException {
    Instant started = Instant.now();
    for (V value : values()) {
      byte[] bytes = codec().encode(value);
      for (int bit = 0; bit < bytes.length * 8; bit++) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        assertNeverNull(bytes);
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
    assertThat(Duration.between(started, Instant.now())).isLessThan(Duration.ofSeconds(60));
    assertThat(CANARIES).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"@class\":\"%s\",\"name\":\"x\"}",
        "{\"@c\":\"%s\",\"name\":\"x\"}",
        "{\"@type\":\"%s\",\"name\":\"x\"}",
        "{\"class\":\"%s\",\"name\":\"x\"}",
        "[\"%s\",{\"name\":\"x\"}]",
        "[\"%s\",\"x\"]",
        "\"%s\"",
        "{\"value\":[\"%s\",{\"name\":\"x\"}]}",
        "!!%s [x]",
      })
  void textThatNamesAClassDoesNotMakeIt(String text) {
    String hostile = text.formatted(Canary.class.getName());
    assertNeverNull(hostile.getBytes(StandardCharsets.UTF_8));
    assertThat(CANARIES).hasValue(0);
  }

  @Test
  void aStreamOfJavaSerializationMakesNothing() throws IOException {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(stream)) {
      out.writeObject(new Canary());
    }
    CANARIES.set(0);
    byte[] bytes = stream.toByteArray();
    assertNeverNull(bytes);
    assertThat(CANARIES).hasValue(0);
  }

  @Test
  void severalThreadsMayUseItAtOnce() throws Exception {
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      FutureTask<Boolean> task =
          new FutureTask<>(
              () -> {
                for (int round = 0; round < 100; round++) {
                  everyValueComesBackAsItWas();
                }
                return true;
              });
      tasks.add(task);
      new Thread(task, "codec-contract").start();
    }
    for (FutureTask<Boolean> task : tasks) {
      assertThat(task.get(60, TimeUnit.SECONDS)).isTrue();
    }
  }
}
