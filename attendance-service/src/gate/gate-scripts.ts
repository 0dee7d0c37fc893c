import { PEOPLE_A_HASH } from '@rollcall/domain'

/**
 * The gate's steps inside Redis (docs/architecture.md, "The gate"). KEYS[1] is the epoch. A field holds the person's newest
 * transition of the date and how many doubts stand: "123", "123!2", or "!1" when nothing is known.
 */
const shared = `
local function runId()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
end
local function inEpoch(token)
  local epoch = redis.call('HMGET', KEYS[1], 'token', 'run_id')
  return epoch[1] == token and epoch[2] == runId()
end
local function read(key, field)
  local held = redis.call('HGET', key, field)
  if not held then return nil, 0 end
  local bang = string.find(held, '!', 1, true)
  if not bang then return tonumber(held), 0 end
  return tonumber(string.sub(held, 1, bang - 1)), tonumber(string.sub(held, bang + 1))
end
local function write(key, field, newest, doubts)
  local text = newest or ''
  if doubts > 0 then text = text .. '!' .. doubts end
  redis.call('HSET', key, field, text)
end
`

export const GO_ON = -1
export const REFUSED = -2
export const IN_DOUBT = -3

/** Bits of a passage's last byte. */
export const MAY_REFUSE = 1
export const PATIENT = 2

/** One passage among many travels as these few bytes: an argument each would cost more than the work itself. */
export const PASSAGE_BYTES = 14
const eachPassage = (work: string) => `
local position = 1
for i = 1, #ARGV[2] / ${PASSAGE_BYTES} do
  local date, user, value, suppressAbove, flags
  date, user, value, suppressAbove, flags, position = struct.unpack('<BI4I4i4B', ARGV[2], position)
  local key = KEYS[date] .. math.floor(user / ${PEOPLE_A_HASH})
  local field = user % ${PEOPLE_A_HASH}
  local newest, doubts = read(key, field)
  ${work}
end
`

/**
 * KEYS from the second on: what the keys of a date begin with. ARGV: the token, the passages. Answers each with the transition
 * of which it is a repeat, or with one of the numbers above; with nil when the epoch is another.
 */
export const LOOK = `${shared}
if not inEpoch(ARGV[1]) then return false end
local answers = {}
${eachPassage(`
  local answer = ${GO_ON}
  local repeats = newest and newest % 2 == value % 2 and value > newest and newest > suppressAbove
  if newest == value then
    answer = value
  elseif repeats and doubts == 0 then
    answer = newest
  elseif repeats and flags >= ${PATIENT} then
    answer = ${IN_DOUBT}
  elseif not newest and doubts == 0 and flags % 2 == ${MAY_REFUSE} then
    answer = ${REFUSED}
  else
    write(key, field, newest, doubts + 1)
  end
  answers[i] = answer
`)}
return answers
`

/** The same, with the look's token: these passages are recorded now. */
export const MARK = `${shared}
local same = inEpoch(ARGV[1])
${eachPassage(`
  if same and doubts > 0 then doubts = doubts - 1 end
  if not newest or value > newest then newest = value end
  write(key, field, newest, doubts)
`)}
return 1
`

/** ARGV: a new token, now. Answers the epoch in force: the one there while Redis is still the same, else the new one. */
export const ESTABLISH = `${shared}
local epoch = redis.call('HMGET', KEYS[1], 'token', 'run_id', 'since')
local id = runId()
if epoch[1] and epoch[2] == id then return {epoch[1], epoch[3]} end
redis.call('HSET', KEYS[1], 'token', ARGV[1], 'run_id', id, 'since', ARGV[2])
return {ARGV[1], ARGV[2]}
`

/** ARGV: the token in force, a new token. Nothing was ever recorded, so that the gate knows everything from the beginning. */
export const KNOW_ALL = `${shared}
if not inEpoch(ARGV[1]) then return 0 end
redis.call('HSET', KEYS[1], 'token', ARGV[2], 'since', '0')
return 1
`
