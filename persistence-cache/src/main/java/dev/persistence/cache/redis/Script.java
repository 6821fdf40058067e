package dev.persistence.cache.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A script that servers know by its digest once they have seen its text. Immutable. */
final class Script {

  static final Script ENTRY = new Script("entry.lua");
  static final Script GENERATION = new Script("generation.lua");
  static final Script VALUES = new Script("values.lua");

  /** One call of a script: the keys and the arguments. */
  @SuppressWarnings("ArrayRecordComponent") // Written to the wire, and never looked at.
  record Call(Script script, List<String> keys, byte[]... arguments) {

    /** Returns the command that names the script. */
    <T> AsyncCommand<String, byte[], T> byDigest(CommandOutput<String, byte[], T> output) {
      return command(CommandType.EVALSHA, script.digest, output);
    }

    /** Returns the command that brings the script along. */
    <T> AsyncCommand<String, byte[], T> byText(CommandOutput<String, byte[], T> output) {
      return command(CommandType.EVAL, script.text, output);
    }

    private <T> AsyncCommand<String, byte[], T> command(
        CommandType type, byte[] which, CommandOutput<String, byte[], T> output) {
      CommandArgs<String, byte[]> args = Wire.args().add(which).add(keys.size()).addKeys(keys);
      for (byte[] argument : arguments) {
        args.add(argument);
      }
      return Wire.command(type, output, args);
    }
  }

  private final byte[] text;
  private final byte[] digest;

  private Script(String name) {
    try (InputStream source = Script.class.getResourceAsStream(name)) {
      if (source == null) {
        throw new IllegalStateException(name + " is missing beside " + Script.class);
      }
      text = source.readAllBytes();
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(text);
      digest = HexFormat.of().formatHex(hash).getBytes(UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  Call on(String key, byte[]... arguments) {
    return new Call(this, List.of(key), arguments);
  }

  Call on(List<String> keys, byte[]... arguments) {
    return new Call(this, keys, arguments);
  }
}
