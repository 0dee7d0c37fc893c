// @ts-check
/** @import { Answer, CheckIn } from './types.d.ts' */
import { openKeptCheckIns } from './kept-check-ins.js'
import { askForKey, keyOf } from './key.js'
import { element, showKept, tell } from './page.js'
import { readCheckIn } from './read-check-in.js'
import { Sender } from './sender.js'
import { TOLD_NO_STORE, TOLD_NOT_KEPT, toldKept, toldOf } from './told.js'

/** Nobody stands at a door for longer; the answer may still come. */
const PATIENCE_MS = 4_000
const MODE = 'rollcall.kiosk.mode'

const form = element('check-in', HTMLFormElement)
const user = element('user', HTMLInputElement)
const temperature = element('temperature', HTMLInputElement)

/**
 * Whoever stands here waits for one of these.
 * @type {Map<number, (answer: Answer | 'away' | 'wrong key') => void>}
 */
const asking = new Map()
/** @param {'away' | 'wrong key'} why */
const noneForNow = (why) => {
  for (const settle of asking.values()) settle(why)
}

const storage = await openKeptCheckIns().catch((error) => {
  tell(TOLD_NO_STORE)
  throw error
})
// So that the browser does not throw it away when it needs room.
void navigator.storage?.persist?.()
const showCounts = async () => showKept(await storage.count(), await storage.refused())
const sender = new Sender(storage, keyOf, {
  answered(key, answer) {
    const settle = asking.get(key)
    settle?.(answer)
    return settle !== undefined
  },
  away: () => noneForNow('away'),
  wrongKey() {
    noneForNow('wrong key')
    key.wrong()
  },
  changed: () => void showCounts(),
})
const key = askForKey(() => void sender.send())

/** @param {CheckIn} checkIn */
async function record(checkIn) {
  // First of all it is written down here. Whatever happens from now on, it is sent.
  const kept = await storage.add(checkIn)
  /** @type {Promise<Answer | 'away' | 'wrong key'>} */
  const answer = new Promise((resolve) => {
    asking.set(kept, resolve)
    setTimeout(() => resolve('away'), PATIENCE_MS)
  })
  void sender.send()
  const answered = await answer
  asking.delete(kept)
  return typeof answered === 'string' ? toldKept(checkIn, answered) : toldOf(checkIn, answered)
}

form.addEventListener('submit', async (event) => {
  event.preventDefault()
  const read = readCheckIn({ user: user.value, temperature: temperature.value, type: mode() }, Date.now())
  user.focus()
  if ('wrong' in read) {
    user.select()
    return tell(read.wrong)
  }
  // The next one may scan at once.
  user.value = temperature.value = ''
  tell(null)
  tell(await record(read.checkIn).catch(() => TOLD_NOT_KEPT))
})

/** A kiosk at the way out stays one. */
const mode = () => (new FormData(form).get('type') === 'checkout' ? 'checkout' : 'checkin')
const showMode = () => {
  element('send', HTMLButtonElement).textContent = mode() === 'checkin' ? 'Check in' : 'Check out'
}
const wayOut = form.querySelector('[value=checkout]')
if (wayOut instanceof HTMLInputElement) wayOut.checked = localStorage.getItem(MODE) === 'checkout'
form.addEventListener('change', (event) => {
  if (!(event.target instanceof HTMLInputElement) || event.target.name !== 'type') return
  localStorage.setItem(MODE, mode())
  showMode()
  user.focus()
})
showMode()

// A reader types wherever the keyboard is.
document.addEventListener('keydown', ({ key: typed, target }) => {
  if (/^\d$/.test(typed) && !form.hidden && !(target instanceof HTMLInputElement && target.type !== 'radio'))
    user.focus()
})
element('forget-refused', HTMLButtonElement).addEventListener('click', () => {
  void storage.forgetRefused().then(showCounts)
})
window.addEventListener('online', () => void sender.send())
void sender.send()
// Browsers have it on https and on localhost only; elsewhere the page needs its server to open.
navigator.serviceWorker
  ?.register('/kiosk/sw.js', { scope: '/kiosk' })
  .catch((error) => console.warn('the page is not kept for when its server is gone', error))
