import { type Caller, problems } from '@rollcall/platform'

/** For what is of no one school. */
export function requireDistrict({ schools }: Pick<Caller, 'schools'>): void {
  if (schools !== null) throw problems.forbidden('It takes somebody of the whole district')
}
