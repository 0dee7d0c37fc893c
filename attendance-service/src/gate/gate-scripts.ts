import { GATE_SLOT_BYTES, PEOPLE_A_GATE_PAGE } from '@rollcall/domain'

/** So many doubts are no longer counted: they stand until the day is over. */
export const MOST_DOUBTS = 255

/**
 * The gate's steps inside Redis (docs/architecture.md, "The gate"). KEYS[1] is the epoch. A person's five bytes on their page
 * hold the newest transition of the date plus one, 0 when nothing is known, and how many doubts stand.
 */
const shared = `
local function runId()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
end
local function inEpoch(token)
  local epoch = redis.call('HMGET', KEYS[1], 'token', 'run_id')
  return epoch[1] == token and epoch[2] == runId()
end
local call, pack, unpack = redis.call, struct.pack, struct.unpack
local function read(key, from, to)
  local held = call('GETRANGE', key, from, to)
  if #held < ${GATE_SLOT_BYTES} then
    -- A page is made whole at once: one that grows would take twice the memory.
    call('SETRANGE', key, ${PEOPLE_A_GATE_PAGE * GATE_SLOT_BYTES - 1}, '\\0')
    return nil, 0
  end
  local newest, doubts = unpack('<I4B', held)
  if newest == 0 then return nil, doubts end
  return newest - 1, doubts
end
local function write(key, from, newest, doubts)
  call('SETRANGE', key, from, pack('<I4B', newest and newest + 1 or 0, doubts))
end
`

export const GO_ON = -1
export const REFUSED = -2
export const IN_DOUBT = -3

/** Bits of a passage's last byte. */
export const MAY_REFUSE = 1
export const PATIENT = 2

/**
 * One passage among many travels as these few bytes: an argument each would cost more than the work itself. The page and the
 * first and last byte of the slot come as digits, for Redis takes longer to print a number than to look up a slot.
 */
export const MOST_PASSAGE_BYTES = 1 + '4194303\0'.length + 2 * '2559\0'.length + 4 + 4 + 1
const eachPassage = (work: string) => `
local packed = ARGV[2]
local length = #packed
local position = 1
while position <= length do
  local date, page, from, to, value, suppressAbove, flags
  date, page, from, to, value, suppressAbove, flags, position = unpack('<BsssI4i4B', packed, position)
  local key = KEYS[date] .. page
  local newest, doubts = read(key, from, to)
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
local i = 0
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
    write(key, from, newest, doubts < ${MOST_DOUBTS} and doubts + 1 or doubts)
  end
  i = i + 1
  answers[i] = answer
`)}
return answers
`

/** The same, with the look's token: these passages are recorded now. */
export const MARK = `${shared}
local same = inEpoch(ARGV[1])
${eachPassage(`
  if same and doubts > 0 and doubts < ${MOST_DOUBTS} then doubts = doubts - 1 end
  if not newest or value > newest then newest = value end
  write(key, from, newest, doubts)
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
