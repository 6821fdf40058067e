package dev.persistence.testkit.redis;

import dev.persistence.core.Explanation;
import dev.persistence.testkit.internal.Ownership;
import dev.persistence.testkit.internal.Parallel;
import dev.persistence.testkit.internal.Server;
import dev.persistence.testkit.internal.ServerProcess;
import dev.persistence.testkit.internal.ServerRecipe;
import dev.persistence.testkit.internal.Waiting;
import dev.persistence.testkit.internal.docker.Docker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Several servers that are started, awaited and ended together. */
final class RedisServers {

  /** How long servers may take to agree; a failover takes some seconds. */
  static final Duration BOUND = Duration.ofMinutes(1);

  /** A question to a server that may not be able to answer yet. */
  interface Question {
    boolean isTrue() throws IOException;
  }

  private RedisServers() {}

  /** Starts all at the same time; a failure ends what was started. */
  static List<Server> start(List<? extends ServerRecipe> recipes) {
    Queue<Server> started = new ConcurrentLinkedQueue<>();
    try {
      return Parallel.all(
          recipes.stream().<Supplier<Server>>map(recipe -> () -> start(recipe, started)).toList());
    } catch (RuntimeException failure) { // Whatever it is, nothing may be left behind.
      close(started);
      throw failure;
    }
  }

  private static Server start(ServerRecipe recipe, Queue<Server> started) {
    Server server = ServerProcess.start(recipe);
    started.add(server);
    return server;
  }

  /** Returns the servers as those who hold them may use them. */
  static List<RedisServer> nodes(List<Server> servers, String keyPrefix, Ownership ownership) {
    return servers.stream().map(server -> new RedisServer(server, keyPrefix, ownership)).toList();
  }

  /** Returns what is made of the servers; a failure ends those that are in the list by then. */
  static <T> T closingOnFailure(List<Server> servers, Supplier<T> making) {
    try {
      return making.get();
    } catch (RuntimeException failure) { // Whatever it is, nothing may be left behind.
      close(servers);
      throw failure;
    }
  }

  static void close(Iterable<Server> servers) {
    servers.forEach(Server::close);
  }

  /** Refuses containers for several servers that have to find each other. */
  static void requireProcesses(int count) {
    if (Docker.isAsked()) {
      Docker.requireSingle("A Redis primary", count - 1);
    }
  }

  /** Waits until the answer is yes; no answer is no. */
  static void await(String what, Question question) {
    Last last = new Last(question);
    Waiting.require(
        BOUND,
        last::isTrue,
        () ->
            new Explanation(
                what + " did not come about within " + BOUND,
                last.answer,
                "Look whether enough servers are left to agree on one"));
  }

  /** Remembers the last answer, for the message when time is up. */
  private static final class Last {
    private final Question question;
    private String answer = "nobody was asked";

    Last(Question question) {
      this.question = question;
    }

    boolean isTrue() {
      try {
        answer = "the last answer was no";
        return question.isTrue();
      } catch (IOException notYet) {
        answer = "the last question had no answer: " + notYet;
        return false;
      }
    }
  }
}
