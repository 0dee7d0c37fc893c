// @ts-check
/** @import { Answer, CheckIn, Told } from './types.d.ts' */

/** Every word that changes; the others stand in index.html. */
const REFUSALS = /** @type {Record<string, string>} */ ({
  'not-checked-in': 'Not checked in today',
  'unknown-user': 'Nobody has this number',
  'wrong-school': 'This number belongs to another school',
  forbidden: 'This number belongs to another school',
  'in-the-future': 'The clock of this kiosk is wrong',
  'too-old': 'This is more than a week ago',
})

/** @param {Answer} answer */
export function reasonOf({ status, body }) {
  const type = body.type?.replace('urn:rollcall:problem:', '') ?? ''
  const fields = body.errors?.map(({ field, message }) => `${field}: ${message}`).join(', ')
  return REFUSALS[type] ?? (fields || body.title || `Answer ${status}`)
}

/** @param {Date | string | number} at */
const clock = (at) => new Date(at).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

/**
 * @param {CheckIn} checkIn
 * @param {Answer} answer
 * @returns {Told}
 */
export function toldOf({ userId, type, timestamp }, answer) {
  const who = `Number ${userId}`
  const coming = type === 'checkin'
  if (answer.status >= 300) return { kind: 'refused', title: reasonOf(answer), more: who }
  const at = answer.body.timestamp ?? timestamp
  if (answer.body.duplicate)
    return {
      kind: 'known',
      title: coming ? 'You are checked in already' : 'You are checked out already',
      more: `${who}, since ${clock(at)}`,
    }
  return { kind: 'done', title: coming ? 'Welcome' : 'Goodbye', more: `${who}, ${clock(at)}` }
}

/**
 * @param {CheckIn} checkIn
 * @param {'away' | 'wrong key'} why
 * @returns {Told}
 */
export const toldKept = ({ userId, timestamp }, why) => ({
  kind: 'kept',
  title: 'Noted on this kiosk',
  more: `Number ${userId}, ${clock(timestamp)}. ${
    why === 'away'
      ? 'The server does not answer; it is sent as soon as it does.'
      : 'The key of this kiosk is not valid; it is sent as soon as there is one that is.'
  }`,
})

/** @type {Told} */
export const TOLD_KEY_UNTRIED = {
  kind: 'kept',
  title: 'The key is kept',
  more: 'The server does not answer. The key is tried with the first record.',
}
/** @type {Told} */
export const TOLD_NO_NUMBER = { kind: 'refused', title: 'That is not a number', more: 'Only digits, as on your card.' }
/** @type {Told} */
export const TOLD_NO_TEMPERATURE = {
  kind: 'refused',
  title: 'That is not a temperature',
  more: 'From 28 to 43 °C, such as 36.6. Leave it empty if none was taken.',
}
/** @type {Told} */
export const TOLD_NO_STORE = {
  kind: 'refused',
  title: 'This browser keeps nothing',
  more: 'A kiosk needs one that may store data: not a private window.',
}
/** @type {Told} */
export const TOLD_NOT_KEPT = {
  kind: 'refused',
  title: 'This was not recorded',
  more: 'This browser could not keep it. Tell the office.',
}
export const KEY_WRONG = 'This key is not valid. What waits is kept until there is one that is.'

/** @param {number} count */
export const waitingText = (count) => (count === 0 ? 'nothing waits' : `${count} not sent yet`)
/** @param {{ checkIn: CheckIn, reason: string }} refused */
export const refusedText = ({ checkIn: { userId, type, timestamp }, reason }) =>
  `Number ${userId}, ${type === 'checkin' ? 'coming' : 'going'}, ${new Date(timestamp).toLocaleString()}: ${reason}`
