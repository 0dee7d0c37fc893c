// @ts-check
import { NoAnswer, tryKey, WrongKey } from './call.js'
import { element, tell } from './page.js'
import { KEY_WRONG, TOLD_KEY_UNTRIED } from './told.js'

const KEPT = 'rollcall.kiosk.key'
export const keyOf = () => localStorage.getItem(KEPT)

/**
 * The key is asked for once, and again when it is no longer valid.
 * @param {() => void} onKey
 */
export function askForKey(onKey) {
  const form = element('key-form', HTMLFormElement)
  const input = element('key', HTMLInputElement)
  const told = element('key-told', HTMLElement)

  const show = (why = '') => {
    const there = keyOf() !== null && why !== KEY_WRONG
    form.hidden = there
    element('check-in', HTMLFormElement).hidden = !there
    element('key-there', HTMLElement).hidden = keyOf() === null
    told.textContent = why
    ;(there ? element('user', HTMLInputElement) : input).focus()
  }

  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    const key = input.value.trim()
    if (key === '') return
    try {
      await tryKey(key)
    } catch (error) {
      if (error instanceof WrongKey) return show(KEY_WRONG)
      if (!(error instanceof NoAnswer)) throw error
      tell(TOLD_KEY_UNTRIED)
    }
    localStorage.setItem(KEPT, key)
    input.value = ''
    show()
    onKey()
  })

  const sure = element('sure', HTMLDialogElement)
  element('forget-key', HTMLButtonElement).addEventListener('click', () => sure.showModal())
  sure.addEventListener('close', () => {
    if (sure.returnValue !== 'yes') return
    sure.returnValue = ''
    localStorage.removeItem(KEPT)
    element('tablet', HTMLDetailsElement).open = false
    show()
  })
  show()
  return { wrong: () => show(KEY_WRONG) }
}
