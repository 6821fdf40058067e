-- One hash per id. Field "v<schema>": 8 bytes of microseconds that are the stamp, 1 byte that is 1
-- if expired, 8 bytes of milliseconds until when it is kept, and the frame. Field "m": all else,
--   values   field -> until               version, versionUntil   the version that is known
--   kept     {position, until, stored}    holder, leaseUntil      the lease
--   fences   token -> {until, suspectUntil, touched}
-- All instants are milliseconds of this server's clock. Needs Redis 6.2.
local key, op = KEYS[1], ARGV[1]
local time = redis.call('TIME')
local micros = time[1] * 1000000 + time[2]
local now = math.floor(micros / 1000)
local GRANTED, HELD, FOUND, FENCED = 0, 1, 2, 3
local HEADER = 17
local MOST_POSITIONS = 8

local function load()
  local raw = redis.pcall('HGET', key, 'm')
  if type(raw) == 'string' then
    local ok, state = pcall(cmsgpack.unpack, raw)
    if ok and type(state) == 'table' and state.values and state.kept and state.fences then
      return state
    end
  end
  redis.call('DEL', key) -- Not ours, whatever it is.
  return { values = {}, kept = {}, fences = {} }
end

local state = load()

local function prune()
  for field, till in pairs(state.values) do
    if till <= now then
      redis.call('HDEL', key, field)
      state.values[field] = nil
    end
  end
  for i = #state.kept, 1, -1 do
    if state.kept[i][2] <= now then table.remove(state.kept, i) end
  end
  for token, fence in pairs(state.fences) do
    if fence[2] <= now then state.fences[token] = nil end
  end
  if state.holder and state.leaseUntil <= now then state.holder = nil end
  if state.version and state.versionUntil <= now then state.version = nil end
end

local function save()
  local last = 0
  for _, till in pairs(state.values) do last = math.max(last, till) end
  for _, tombstone in ipairs(state.kept) do last = math.max(last, tombstone[2]) end
  for _, fence in pairs(state.fences) do last = math.max(last, fence[2]) end
  if state.holder then last = math.max(last, state.leaseUntil) end
  if state.version then last = math.max(last, state.versionUntil) end
  if last <= now then
    redis.call('DEL', key)
  else
    redis.call('HSET', key, 'm', cmsgpack.pack(state))
    redis.call('PEXPIREAT', key, string.format('%.0f', last))
  end
end

local function dropValues()
  for field in pairs(state.values) do redis.call('HDEL', key, field) end
  state.values = {}
end

local function touch()
  dropValues()
  state.holder = nil
  for _, fence in pairs(state.fences) do fence[3] = true end
end

local function keep(position, millis, stored)
  local till = now + millis
  local kept = {}
  for _, other in ipairs(state.kept) do
    if other[1] == position then
      till = math.max(till, other[2])
      stored = stored and other[3]
    else
      kept[#kept + 1] = other
    end
  end
  kept[#kept + 1] = { position, till, stored }
  if #kept > MOST_POSITIONS then
    for _, other in ipairs(kept) do
      till = math.max(till, other[2])
      stored = stored and other[3]
    end
    kept = { { '', till, stored } }
  end
  state.kept = kept
end

local function invalidate(position, millis)
  touch()
  keep(position, millis, false)
end

local function know(version, millis)
  if version ~= '' then
    if not state.version or version > state.version then state.version = version end
    state.versionUntil = math.max(state.versionUntil or 0, now + millis)
  end
end

local function isNoOlder(version)
  return version == '' or not state.version or version >= state.version
end

local function store(field, frame, millis, version)
  if version ~= '' and (not state.version or version > state.version) then dropValues() end
  state.holder = nil
  state.values[field] = now + millis
  redis.call('HSET', key, field, struct.pack('>I8BI8', micros, 0, now + millis) .. frame)
  know(version, millis)
end

local function storeOrInvalidate(safe, field, frame, millis, version, position, tombstoneMillis)
  if safe then
    store(field, frame, millis, version)
    keep(position, tombstoneMillis, version ~= '')
  else
    invalidate(position, tombstoneMillis)
  end
  know(version, millis + tombstoneMillis)
  save()
  return { safe and 1 or 0 }
end

local function unfence(token)
  local fence = state.fences[token]
  state.fences[token] = nil
  return fence and fence[1] > now and not fence[3] and not next(state.fences)
end

prune()

if op == 'lease' then
  local field, token, millis, seen = ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5]
  local fenced = 0
  for _, fence in pairs(state.fences) do fenced = math.max(fenced, fence[1] - now) end
  if fenced > 0 then return { FENCED, fenced } end
  if state.values[field] then
    local value = redis.call('HGET', key, field)
    if value and #value >= HEADER then -- Shorter, or of another format: not ours.
      local stamp, flags = struct.unpack('>I8B', value)
      local ours = stamp > 0 and stamp < 2 ^ 63 and flags <= 1
      if ours and string.format('%.0f', stamp) ~= seen then return { FOUND, value } end
    end
  end
  if state.holder and state.holder ~= token then
    return { HELD, state.holder, state.leaseUntil - now }
  end
  state.holder, state.leaseUntil = token, now + millis
  save()
  local answer = { GRANTED }
  for _, tombstone in ipairs(state.kept) do answer[#answer + 1] = tombstone[1] end
  if next(state.fences) then answer[#answer + 1] = '' end
  return answer

elseif op == 'fill' then
  local field, token, frame = ARGV[2], ARGV[3], ARGV[4]
  local millis, version = tonumber(ARGV[5]), ARGV[6]
  if state.holder ~= token then return { 0 } end
  state.holder = nil
  local stored = isNoOlder(version)
  if stored then store(field, frame, millis, version) end
  save()
  return { stored and 1 or 0 }

elseif op == 'release' then
  if state.holder == ARGV[2] then
    state.holder = nil
    save()
  end

elseif op == 'invalidate' then
  invalidate(ARGV[2], tonumber(ARGV[3]))
  save()

elseif op == 'putIfNewer' then
  local field, frame, millis, version = ARGV[2], ARGV[4], tonumber(ARGV[5]), ARGV[6]
  if state.version and state.version >= version then return { 0 } end
  local safe = not next(state.fences)
  for _, tombstone in ipairs(state.kept) do safe = safe and tombstone[3] end
  return storeOrInvalidate(safe, field, frame, millis, version, ARGV[7], tonumber(ARGV[8]))

elseif op == 'fence' then
  local token, millis = ARGV[2], tonumber(ARGV[3])
  local before = state.fences[token]
  state.fences[token] = nil
  local touched = next(state.fences) ~= nil
  if before and (before[3] or before[1] <= now) then touched = true end
  touch()
  state.fences[token] = { now + millis, now + 2 * millis, touched }
  save()

elseif op == 'unfence' then
  unfence(ARGV[2])
  if ARGV[3] then invalidate(ARGV[3], tonumber(ARGV[4])) end
  save()

elseif op == 'unfenceAndFill' then
  local field, token, frame = ARGV[2], ARGV[3], ARGV[4]
  local millis, version = tonumber(ARGV[5]), ARGV[6]
  local safe = unfence(token) and isNoOlder(version)
  return storeOrInvalidate(safe, field, frame, millis, version, ARGV[7], tonumber(ARGV[8]))

elseif op == 'expire' then
  local any = state.holder ~= nil
  state.holder = nil
  for field in pairs(state.values) do
    local value = redis.call('HGET', key, field)
    if value then
      redis.call('HSET', key, field, value:sub(1, 8) .. '\1' .. value:sub(10))
      any = true
    end
  end
  if any then save() end

else
  return redis.error_reply('ERR unknown operation ' .. op)
end
return { 1 }
