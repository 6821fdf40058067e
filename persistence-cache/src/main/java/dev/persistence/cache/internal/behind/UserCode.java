package dev.persistence.cache.internal.behind;

import dev.persistence.cache.BatchWriter;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What the application has given: who writes, who hears of it, and which failures pass. */
public record UserCode<K, V>(
    BatchWriter<K, V> writer,
    Consumer<Collection<K>> afterWrite,
    Predicate<Throwable> transientIf) {}
