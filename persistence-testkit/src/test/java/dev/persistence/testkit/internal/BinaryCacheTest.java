package dev.persistence.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BinaryCacheTest {

  private final BinaryCache cache = BinaryCache.ofThisMachine();
  private final String key = "test-" + UUID.randomUUID();
  private final AtomicInteger fills = new AtomicInteger();

  @AfterEach
  void delete() {
    Folders.delete(cache.folder(key, folder -> {}));
  }

  @Test
  void folderIsFilledOnce() throws IOException {
    Path first = cache.folder(key, this::fill);
    Path second = cache.folder(key, this::fill);
    assertThat(second).isEqualTo(first);
    assertThat(Files.readString(first.resolve("file"))).isEqualTo("content");
    assertThat(fills).hasValue(1);
  }

  @Test
  void folderThatLostAFileIsMadeAgain() throws IOException {
    Path folder = cache.folder(key, this::fill);
    Files.delete(folder.resolve("file"));
    assertThat(cache.folder(key, this::fill).resolve("file")).hasContent("content");
    Files.delete(folder.resolve(".files"));
    assertThat(cache.folder(key, this::fill)).isEqualTo(folder);
    assertThat(fills).hasValue(3);
  }

  @Test
  void failedFillLeavesNothingAndIsTriedAgain() {
    assertThatThrownBy(
            () ->
                cache.folder(
                    key,
                    folder -> {
                      fill(folder);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("disk full");
    assertThat(cache.folder(key, this::fill).resolve("file")).exists();
    assertThat(fills).hasValue(2);
  }

  @Test
  void rivalsAllGetOneWholeFolder() {
    int rivals = 8;
    CyclicBarrier barrier = new CyclicBarrier(rivals);
    Supplier<Path> rival =
        () ->
            cache.folder(
                key,
                folder -> {
                  fill(folder);
                  meet(barrier);
                });
    assertThat(Parallel.all(Collections.nCopies(rivals, rival)))
        .hasSize(rivals)
        .allSatisfy(folder -> assertThat(folder.resolve("file")).hasContent("content"))
        .containsOnly(cache.folder(key, this::fill));
    assertThat(fills).hasValue(rivals);
  }

  private void fill(Path folder) throws IOException {
    fills.incrementAndGet();
    Files.writeString(folder.resolve("file"), "content");
  }

  private static void meet(CyclicBarrier barrier) throws IOException {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception failure) { // Nobody came, or the wait was interrupted.
      throw new IOException(failure);
    }
  }
}
