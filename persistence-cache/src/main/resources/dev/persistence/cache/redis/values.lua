-- The field ARGV[1] of each key; nil where there is none, or where the key is no hash of ours.
-- Only reads. Needs Redis 6.2.
local field = ARGV[1]
local values = {}
for i, key in ipairs(KEYS) do
  local value = redis.pcall('HGET', key, field)
  values[i] = type(value) == 'string' and value or false
end
return values
