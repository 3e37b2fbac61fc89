"""What happens to a job in Redis, each step in one piece (Redis runs a script alone).

A job is a hash ``…:job:<id>``. Its id stands in exactly one sorted set: ``later`` (by due time),
``ready:<queue>`` (by priority, then by the order of arrival), ``running``, ``done`` or ``failed``
(by the time it got there). The names of jobs are made inside the scripts, so a cluster of Redis
servers is not for this.
"""

from typing import Final

# Arrival numbers stay below this, and 100 priorities times this fit into a double.
_STEP: Final = 2**43

_SHELVE: Final = f"""
local prefix = KEYS[1]
local function shelve(id, due, now)
  local job = prefix .. ':job:' .. id
  if tonumber(due) > tonumber(now) then
    redis.call('ZADD', prefix .. ':later', due, id)
    return
  end
  local queue = redis.call('HGET', job, 'queue')
  local number = redis.call('INCR', prefix .. ':number')
  local score = number - tonumber(redis.call('HGET', job, 'priority')) * {_STEP}
  redis.call('ZADD', prefix .. ':ready:' .. queue, string.format('%.0f', score), id)
  redis.call('SADD', prefix .. ':queues', queue)
end
"""

# id, now, due, then the job's fields
PUT: Final = (
    _SHELVE
    + """
redis.call('HSET', prefix .. ':job:' .. ARGV[1], unpack(ARGV, 4))
shelve(ARGV[1], ARGV[3], ARGV[2])
return 1
"""
)

# now, worker, then the queues, or none for all
CLAIM: Final = (
    _SHELVE
    + """
local later = prefix .. ':later'
for _, id in ipairs(redis.call('ZRANGEBYSCORE', later, '-inf', ARGV[1], 'LIMIT', 0, 100)) do
  redis.call('ZREM', later, id)
  if redis.call('EXISTS', prefix .. ':job:' .. id) == 1 then shelve(id, ARGV[1], ARGV[1]) end
end
local queues = {unpack(ARGV, 3)}
if #queues == 0 then queues = redis.call('SMEMBERS', prefix .. ':queues') end
while true do
  local best, shelf, score
  for _, queue in ipairs(queues) do
    local first = redis.call('ZRANGE', prefix .. ':ready:' .. queue, 0, 0, 'WITHSCORES')
    if first[1] and (not best or tonumber(first[2]) < score) then
      best, shelf, score = first[1], prefix .. ':ready:' .. queue, tonumber(first[2])
    end
  end
  if not best then return false end
  redis.call('ZREM', shelf, best)
  local job = prefix .. ':job:' .. best
  if redis.call('EXISTS', job) == 1 then
    local workers = redis.call('HGET', job, 'workers')
    if workers ~= '' then workers = workers .. ',' end
    redis.call('HSET', job, 'workers', workers .. ARGV[2])
    redis.call('HSET', job, 'status', 'RUNNING', 'started_at', ARGV[1])
    redis.call('ZADD', prefix .. ':running', ARGV[1], best)
    return best
  end
end
"""
)

# id, now, due, the workers it had, the new status, then changed fields
SETTLE: Final = (
    _SHELVE
    + """
local id, job = ARGV[1], prefix .. ':job:' .. ARGV[1]
if redis.call('HGET', job, 'status') ~= 'RUNNING' then return 0 end
if redis.call('HGET', job, 'workers') ~= ARGV[4] then return 0 end
redis.call('ZREM', prefix .. ':running', id)
redis.call('HSET', job, 'status', ARGV[5], unpack(ARGV, 6))
if ARGV[5] == 'READY' then shelve(id, ARGV[3], ARGV[2]) end
if ARGV[5] == 'SUCCESSFUL' then redis.call('ZADD', prefix .. ':done', ARGV[2], id) end
if ARGV[5] == 'FAILED' then redis.call('ZADD', prefix .. ':failed', ARGV[2], id) end
return 1
"""
)

# id, now
REVIVE: Final = (
    _SHELVE
    + """
local job = prefix .. ':job:' .. ARGV[1]
if redis.call('HGET', job, 'status') ~= 'FAILED' then return 0 end
redis.call('ZREM', prefix .. ':failed', ARGV[1])
redis.call('HSET', job, 'status', 'READY', 'workers', '', 'due', ARGV[2])
redis.call('HDEL', job, 'started_at', 'finished_at')
shelve(ARGV[1], ARGV[2], ARGV[2])
return 1
"""
)

# id
DROP: Final = """
local prefix, id = KEYS[1], ARGV[1]
local job = prefix .. ':job:' .. id
local status = redis.call('HGET', job, 'status')
if status ~= 'FAILED' and status ~= 'READY' then return 0 end
redis.call('ZREM', prefix .. ':failed', id)
redis.call('ZREM', prefix .. ':later', id)
redis.call('ZREM', prefix .. ':ready:' .. redis.call('HGET', job, 'queue'), id)
redis.call('DEL', job)
return 1
"""

# the set, before when
PRUNE: Final = """
local prefix, shelf = KEYS[1], KEYS[1] .. ':' .. ARGV[1]
local old = redis.call('ZRANGEBYSCORE', shelf, '-inf', '(' .. ARGV[2], 'LIMIT', 0, 1000)
for _, id in ipairs(old) do
  redis.call('ZREM', shelf, id)
  redis.call('DEL', prefix .. ':job:' .. id)
end
return #old
"""
