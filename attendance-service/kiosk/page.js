// @ts-check
/** @import { RefusedCheckIn, Told } from './types.d.ts' */
import { refusedText, waitingText } from './told.js'

const ANSWER_STAYS_MS = 10_000

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} kind
 * @returns {T}
 */
export function element(id, kind) {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new Error(`index.html has no #${id}`)
}

const SIGNS = { done: '✓', known: '=', kept: '…', refused: '✕' }
/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer

/**
 * Large, and gone before the next one comes; null takes it away.
 * @param {Told | null} told
 */
export function tell(told) {
  clearTimeout(timer)
  const place = element('told', HTMLElement)
  place.replaceChildren()
  if (!told) return
  const answer = document.createElement('div')
  answer.className = 'answer'
  answer.dataset.kind = told.kind
  const title = document.createElement('strong')
  title.textContent = `${SIGNS[told.kind]} ${told.title}`
  answer.append(title, told.more)
  place.append(answer)
  timer = setTimeout(() => tell(null), ANSWER_STAYS_MS)
}

/**
 * @param {number} waiting
 * @param {readonly RefusedCheckIn[]} refused
 */
export function showKept(waiting, refused) {
  const text = refused.length === 0 ? waitingText(waiting) : `${waitingText(waiting)}, ${refused.length} refused`
  const place = element('waiting', HTMLElement)
  if (place.textContent !== text) place.textContent = text
  place.parentElement?.toggleAttribute('data-away', waiting > 0 || refused.length > 0)
  element('refused', HTMLElement).hidden = refused.length === 0
  element('refused-list', HTMLElement).replaceChildren(
    ...refused.map((each) => {
      const line = document.createElement('li')
      line.textContent = refusedText(each)
      return line
    }),
  )
}
