import { demoDistrict } from '../demo/demo-district.ts'
import { peopleOf } from '../seed/people.ts'
import { type Employee, LivingCompany } from './living-company.ts'

/** The teachers and staff of the demo district, known to the HR system by the same numbers. */
export function demoEmployees(): Employee[] {
  const district = demoDistrict()
  const employees: Employee[] = []
  for (const school of district.schools)
    for (const { kind, externalId, name, email } of peopleOf(district, school)) {
      if (kind === 'student') continue
      const [firstName = '', ...rest] = name.split(' ')
      employees.push({ empId: externalId, firstName, lastName: rest.join(' '), email, isTeacher: kind === 'teacher' })
    }
  return employees
}

export const demoCompany = (now: number) => new LivingCompany(1, demoEmployees(), now)
