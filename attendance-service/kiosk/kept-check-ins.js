// @ts-check
/** @import { CheckIn, KeptCheckIn, Storage } from './types.d.ts' */

const WAITING = 'waiting'
const REFUSED = 'refused'
/** On the disk when a promise says so, not merely on its way there. */
const STRICT = { durability: /** @type {const} */ ('strict') }

/**
 * What was typed or scanned here and has no answer yet, and what was refused. It outlives a reload, a browser that is closed, and a
 * tablet without power.
 * @returns {Promise<Storage>}
 */
export async function openKeptCheckIns(name = 'rollcall-kiosk') {
  const opening = indexedDB.open(name, 1)
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore(WAITING, { keyPath: 'key', autoIncrement: true })
    opening.result.createObjectStore(REFUSED, { keyPath: 'key' })
  }
  const database = await answerOf(opening)

  /** @param {string[]} stores */
  const change = (stores) => database.transaction(stores, 'readwrite', STRICT)
  /** @param {string} store */
  const read = (store) => database.transaction(store).objectStore(store)

  return {
    /** @param {CheckIn} checkIn */
    async add(checkIn) {
      const changing = change([WAITING])
      const key = answerOf(changing.objectStore(WAITING).add({ checkIn }))
      await endOf(changing)
      return Number(await key)
    },
    /** @param {number} most */
    oldest: (most) => answerOf(read(WAITING).getAll(null, most)),
    /** @param {number} key */
    async remove(key) {
      const changing = change([WAITING])
      changing.objectStore(WAITING).delete(key)
      await endOf(changing)
    },
    /** @param {KeptCheckIn} kept @param {string} reason */
    async refuse(kept, reason) {
      // Both or none: it must never be in neither list.
      const changing = change([WAITING, REFUSED])
      changing.objectStore(REFUSED).put({ ...kept, reason })
      changing.objectStore(WAITING).delete(kept.key)
      await endOf(changing)
    },
    count: () => answerOf(read(WAITING).count()),
    refused: () => answerOf(read(REFUSED).getAll()),
    async forgetRefused() {
      const changing = change([REFUSED])
      changing.objectStore(REFUSED).clear()
      await endOf(changing)
    },
  }
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
const answerOf = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>}
 */
const endOf = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve()
    transaction.onerror = transaction.onabort = () => reject(transaction.error)
  })
