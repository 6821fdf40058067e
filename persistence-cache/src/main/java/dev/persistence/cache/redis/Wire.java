package dev.persistence.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import java.util.List;

/** Commands as they go over the wire: keys are text, all other arguments bytes. */
final class Wire {

  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);

  private Wire() {}

  static CommandArgs<String, byte[]> args() {
    return new CommandArgs<>(CODEC);
  }

  static <T> AsyncCommand<String, byte[], T> command(
      ProtocolKeyword type,
      CommandOutput<String, byte[], T> output,
      CommandArgs<String, byte[]> args) {
    return new AsyncCommand<>(new Command<>(type, output, args));
  }

  /** Returns what takes in an answer of any elements. */
  static CommandOutput<String, byte[], List<Object>> nested() {
    return new NestedMultiOutput<>(CODEC);
  }

  /** Begins to close a connection; nobody waits for it. */
  @SuppressWarnings("FutureReturnValueIgnored") // It is not used any more, however it ends.
  static void close(StatefulConnection<String, byte[]> connection) {
    connection.closeAsync();
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static byte[] bytes(long number) {
    return bytes(Long.toString(number));
  }

  /** Returns the text of one element of an answer. */
  static String text(Object element) {
    return new String((byte[]) element, UTF_8);
  }
}
