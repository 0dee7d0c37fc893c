import { mayOf, useMe } from '../session/use-me.ts'

/** What of Settings somebody is shown a button for. The server decides anyway. */
export function useSettingsRights() {
  const me = useMe()
  return {
    people: mayOf(me, 'people.write'),
    schools: mayOf(me, 'schools.write'),
    /** Schools are made and deleted for the whole district only. */
    everySchool: mayOf(me, 'schools.write') && me.schools === null,
  }
}
