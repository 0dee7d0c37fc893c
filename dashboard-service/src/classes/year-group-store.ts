import { audit, problems } from '@rollcall/platform'
import type { Change } from '../people/user-store.ts'
import type { RosterChanges } from '../roster-changes/roster-changes.ts'
import { lockSchool } from '../schools/school-store.ts'
import type { YearGroupChange } from './class.ts'

/** A year group is a word that classes and people have: it is another one for all of a school at once, or for none. */
export class YearGroupStore {
  readonly #changes: RosterChanges

  constructor(changes: RosterChanges) {
    this.#changes = changes
  }

  change(change: Change, schoolId: number, { yearGroup, to }: YearGroupChange): Promise<void> {
    return this.#changes.make(async (client) => {
      await lockSchool(client, change, schoolId)
      const rename = async (table: 'classes' | 'users') => {
        const { rowCount } = await client.query(
          `UPDATE roster.${table} SET year_group = $3, version = version + 1 WHERE school_id = $1 AND year_group = $2`,
          [schoolId, yearGroup, to],
        )
        return rowCount ?? 0
      }
      const [classes, people] = [await rename('classes'), await rename('users')]
      if (classes + people === 0)
        throw problems.notPossible([{ field: 'yearGroup', message: 'no class and nobody has it' }])
      await audit(client, change.caller, change.requestId, {
        action: to === null ? 'year-group.delete' : 'year-group.rename',
        subjectId: schoolId,
        schoolId,
        before: { yearGroup },
        after: { yearGroup: to, classes, people },
      })
    })
  }
}
