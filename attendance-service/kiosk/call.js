// @ts-check
const PATIENCE_MS = 15_000

/** Nobody has said what becomes of it: sending the same again is safe. */
export class NoAnswer extends Error {}
/** The key is not, or no longer, valid. */
export class WrongKey extends Error {}

/** @param {number} status */
export const mayPass = (status) => status >= 500 || status === 429 || status === 408

/**
 * @param {string} path
 * @param {string} key
 * @param {unknown} body
 * @returns {Promise<{ status: number, body: unknown }>}
 */
export async function post(path, key, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
    cache: 'no-store',
  })
    .then(async (response) => ({ status: response.status, body: await response.json() }))
    .catch(() => {
      throw new NoAnswer()
    })
  if (answer.status === 401) throw new WrongKey()
  if (mayPass(answer.status)) throw new NoAnswer()
  return answer
}

/**
 * Whether a key is valid, without recording anything: the keys are looked at first, and then no array may be empty.
 * @param {string} key
 */
export async function tryKey(key) {
  await post('/attendances/batch', key, [])
}
