-- One string per generation: its number, a colon, and the milliseconds at which it was renewed, 0
-- if it began because none was there. Needs Redis 6.2.
local key, op, number = KEYS[1], ARGV[1], ARGV[2]
local time = redis.call('TIME')
local now = string.format('%.0f', math.floor((time[1] * 1000000 + time[2]) / 1000))
local known = redis.pcall('GET', key)

if op == 'renew' then
  known = number .. ':' .. now
  redis.call('SET', key, known)
elseif type(known) ~= 'string' or not known:find('^-?%d+:%d+$') then
  known = number .. ':0'
  redis.call('SET', key, known)
end
return { known, now }
