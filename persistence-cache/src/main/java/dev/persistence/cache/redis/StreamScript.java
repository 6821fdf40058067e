package dev.persistence.cache.redis;

/**
 * What a {@link RedisStreamLog} does in one step on the server, in Lua for Redis 6.2 and later. The
 * keys of a stripe share a hash tag. An entry has the fields {@code k} (key), {@code t} (first
 * seen) and, unless it is a removal, {@code p} (payload).
 */
final class StreamScript {

  /** Remembers the number of stripes, if there is none yet, and returns it. */
  static final String OPEN =
      """
      redis.call('SET', KEYS[1], ARGV[1], 'NX')
      return redis.call('GET', KEYS[1])
      """;

  /** Makes the consumer group, which does nothing if there is one. */
  static final String GROUP =
      """
      redis.pcall('XGROUP', 'CREATE', KEYS[1], ARGV[1], '0', 'MKSTREAM')
      return 1
      """;

  /** Appends entries, given as key, time, 1 for a value or 0, payload; returns their ids. */
  static final String APPEND =
      """
      local ids = {}
      for i = 1, #ARGV, 4 do
        if ARGV[i + 2] == '1' then
          ids[#ids + 1] = redis.call('XADD', KEYS[1], '*', 'k', ARGV[i], 't', ARGV[i + 1], 'p', ARGV[i + 3])
        else
          ids[#ids + 1] = redis.call('XADD', KEYS[1], '*', 'k', ARGV[i], 't', ARGV[i + 1])
        end
      end
      return ids
      """;

  /**
   * Makes the entries from a start on this consumer's that any consumer has read and not
   * acknowledged; returns where to go on, 0-0 at the end, and the entries.
   */
  static final String CLAIM =
      """
      local claimed = redis.call('XAUTOCLAIM', KEYS[1], ARGV[1], ARGV[2], 0, ARGV[3], 'COUNT', ARGV[4])
      local found = {}
      for _, entry in ipairs(claimed[2]) do
        if entry then found[#found + 1] = entry end
      end
      return {claimed[1], found}
      """;

  /** Removes consumers other than this one that have nothing any more. */
  static final String FORGET =
      """
      for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', KEYS[1], ARGV[1])) do
        local name, pending
        for i = 1, #consumer, 2 do
          if consumer[i] == 'name' then name = consumer[i + 1] end
          if consumer[i] == 'pending' then pending = consumer[i + 1] end
        end
        if name ~= ARGV[2] and pending == 0 then
          redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], name)
        end
      end
      return 1
      """;

  /** Reads entries that no consumer has read yet; returns 0-0 and the entries. */
  static final String READ =
      """
      local read = redis.call('XREADGROUP', 'GROUP', ARGV[1], ARGV[2], 'COUNT', ARGV[3], 'STREAMS', KEYS[1], '>')
      if not read then return {'0-0', {}} end
      return {'0-0', read[1][2]}
      """;

  /** Acknowledges and deletes the entries of these ids. */
  static final String ACKNOWLEDGE =
      """
      for i = 2, #ARGV do
        redis.call('XACK', KEYS[1], ARGV[1], ARGV[i])
        redis.call('XDEL', KEYS[1], ARGV[i])
      end
      return 1
      """;

  /** Returns those of the ids that exist. */
  static final String REMAINING =
      """
      local found = {}
      for i = 1, #ARGV do
        if #redis.call('XRANGE', KEYS[1], ARGV[i], ARGV[i]) > 0 then found[#found + 1] = ARGV[i] end
      end
      return found
      """;

  /** Takes or prolongs the lease for its owner; returns whether that has it. */
  static final String LEASE =
      """
      local owner = redis.call('GET', KEYS[1])
      if owner and owner ~= ARGV[1] then return 0 end
      redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
      return 1
      """;

  /** Ends the lease of its owner. */
  static final String RELEASE =
      """
      if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
      return 1
      """;

  private StreamScript() {}
}
