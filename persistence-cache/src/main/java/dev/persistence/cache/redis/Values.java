package dev.persistence.cache.redis;

import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The fields that hold the values of a space, all of which are asked for at once: by a script for
 * many keys, since one command for each costs more than the keys do, or in a Cluster, where the
 * keys of a script must share a slot, by a command for each. Thread-safe.
 */
final class Values {

  /** How many keys a script reads, so that the server serves others in between. */
  static final int BATCH = 250;

  private final Keys keys;
  private final byte[] field;
  private final Calls calls;

  Values(Keys keys, byte[] field, Calls calls) {
    this.keys = keys;
    this.field = field;
    this.calls = calls;
  }

  @Nullable Entry read(String id) {
    AsyncCommand<String, byte[], Entry> command = get(id);
    calls.read(List.of(command));
    return found(command);
  }

  /** Returns what is there for each of the ids, in their order. */
  List<@Nullable Entry> readAll(List<String> ids) {
    return calls.takeManyKeys() ? byScript(ids) : oneByOne(ids);
  }

  private List<@Nullable Entry> byScript(List<String> ids) {
    List<Script.Call> batches = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += BATCH) {
      List<String> batch = ids.subList(from, Math.min(ids.size(), from + BATCH));
      List<String> at = new ArrayList<>(batch.size());
      batch.forEach(id -> at.add(keys.ofId(id)));
      batches.add(Script.VALUES.on(at, field));
    }
    List<@Nullable Entry> found = new ArrayList<>(ids.size());
    calls.reads(batches, Entry.Outputs::new).forEach(found::addAll);
    return found;
  }

  private List<@Nullable Entry> oneByOne(List<String> ids) {
    List<AsyncCommand<String, byte[], Entry>> commands = new ArrayList<>(ids.size());
    ids.forEach(id -> commands.add(get(id)));
    calls.read(commands);
    List<@Nullable Entry> found = new ArrayList<>(ids.size());
    commands.forEach(command -> found.add(found(command)));
    return found;
  }

  private AsyncCommand<String, byte[], Entry> get(String id) {
    return Wire.command(
        CommandType.HGET, new Entry.Output(), Wire.args().addKey(keys.ofId(id)).add(field));
  }

  private static @Nullable Entry found(AsyncCommand<String, byte[], Entry> command) {
    return command.isCompletedExceptionally() ? null : command.getNow(null);
  }
}
