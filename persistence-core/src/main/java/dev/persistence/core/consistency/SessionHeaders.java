package dev.persistence.core.consistency;

import dev.persistence.core.Arguments;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries a {@link Session} in one named value of a request, a response or a message: an HTTP
 * header, a cookie, a message property.
 *
 * <p>In a servlet filter, where the header must be set before the response's body is flushed, so
 * behind a filter that buffers the body:
 *
 * <pre>{@code
 * private final SessionHeaders headers = SessionHeaders.http(codec);
 *
 * public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
 *     throws IOException, ServletException {
 *   try (Session session = headers.resume(((HttpServletRequest) request)::getHeader)) {
 *     chain.doFilter(request, response);
 *     headers.write(((HttpServletResponse) response)::setHeader);
 *   }
 * }
 * }</pre>
 *
 * <p>In the sender of a message after the commit of what the message speaks of, and in its
 * listener, here with JMS:
 *
 * <pre>{@code
 * SessionHeaders headers = SessionHeaders.message(codec);
 *
 * headers.write(properties::put); // sender
 * properties.forEach(producer::setProperty);
 *
 * public void onMessage(Message message) { // listener
 *   try (Session session = headers.resume(name -> property(message, name))) {
 *     orders.confirm(message);
 *   }
 * }
 * }</pre>
 *
 * <p>A client that keeps the value, such as a browser's cookie jar, sends the newest one. The value
 * needs no quoting anywhere. A message that waits for longer than the codec's time to live is
 * expired: its listener then reads as if it had just written. Immutable and thread-safe.
 */
public final class SessionHeaders {

  /** The name of the HTTP header. */
  public static final String HTTP_HEADER = "Consistency-Token";

  /** The name of the cookie. */
  public static final String COOKIE = "consistency-token";

  /** The name of the message header; a Java identifier, as JMS wants it. */
  public static final String MESSAGE_HEADER = "consistency_token";

  private final TokenCodec codec;
  private final String name;

  private SessionHeaders(TokenCodec codec, String name) {
    this.codec = Arguments.notNull("codec", codec);
    this.name = Arguments.name("name", name);
  }

  /** Returns those in the HTTP header {@value #HTTP_HEADER}. */
  public static SessionHeaders http(TokenCodec codec) {
    return new SessionHeaders(codec, HTTP_HEADER);
  }

  /** Returns those in the cookie {@value #COOKIE}. */
  public static SessionHeaders cookie(TokenCodec codec) {
    return new SessionHeaders(codec, COOKIE);
  }

  /** Returns those in the message header {@value #MESSAGE_HEADER}. */
  public static SessionHeaders message(TokenCodec codec) {
    return new SessionHeaders(codec, MESSAGE_HEADER);
  }

  /** Returns those in a value of another name. */
  public static SessionHeaders named(TokenCodec codec, String name) {
    return new SessionHeaders(codec, name);
  }

  /** Returns the name of the header, the cookie or the property. */
  public String name() {
    return name;
  }

  /**
   * Opens the session that the value continues, or one without a past if there is none; the caller
   * closes it on this thread. A value that is not to be believed never fails: see {@link
   * TokenCodec#decode}.
   *
   * @param values gives the value of a name, or null
   */
  public Session resume(Function<String, @Nullable String> values) {
    String value = Arguments.notNull("values", values).apply(name);
    return Session.resume(codec.decode(value).tokens());
  }

  /**
   * Writes what stands for the current session's writes so far; calls nobody if it has written
   * nothing. May ask the primary for its position: see {@link Session#tokens()}.
   *
   * @param values takes a name and its value
   * @throws IllegalArgumentException if the session wrote in a cluster that the codec does not
   *     declare, or in more than {@value TokenCodec#MOST_TOKENS}
   */
  public void write(BiConsumer<String, String> values) {
    Arguments.notNull("values", values);
    List<ConsistencyToken> tokens = Session.current().tokens();
    if (!tokens.isEmpty()) {
      values.accept(name, codec.encode(tokens));
    }
  }

  @Override
  public String toString() {
    return "SessionHeaders in " + name;
  }
}
