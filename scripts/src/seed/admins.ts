import { base, en, Faker } from '@faker-js/faker'
import { hashPassword, type PoolClient } from '@rollcall/platform'
import { Chance } from './chance.ts'
import type { District } from './district.ts'

type Role = 'district' | 'operator' | 'viewer' | 'school'

interface Admin {
  readonly email: string
  readonly name: string
  readonly role: Role
  /** Those an admin of a school or a viewer has; a viewer without any sees all of them. */
  readonly schools: readonly number[]
}

/** Two for the district, one who operates it, a viewer of everything and one of three schools, and one for each school. */
export function adminsOf(district: District): Admin[] {
  const { seed, schools } = district
  const faker = new Faker({ locale: [en, base], seed: new Chance(seed, 40).integer(0, 2 ** 31 - 1) })
  const host = `district-${schools[0]?.id}.example`
  const ids = schools.map(({ id }) => id)
  const posts: [Role, number[]][] = [
    ['district', []],
    ['district', []],
    ['operator', []],
    ['viewer', []],
    ['viewer', ids.slice(0, 3)],
    ...ids.map((id): [Role, number[]] => ['school', [id]]),
  ]
  return posts.map(([role, theirs], number) => {
    const name = faker.person.fullName()
    const box = faker.helpers
      .slugify(name)
      .toLowerCase()
      .replaceAll(/[^a-z]+/g, '.')
    return { email: `${box}.${number + 1}@${host}`, name, role, schools: theirs }
  })
}

/** Without a password nobody can sign in as one of them. */
export async function insertAdmins(client: PoolClient, district: District, password?: string): Promise<void> {
  const admins = adminsOf(district)
  // One hash for all: thousands would take minutes, and whoever knows one of these passwords knows all of them anyway.
  const hash = password === undefined ? null : await hashPassword(password)
  await client.query(
    `INSERT INTO access.admins (email, name, role, password_hash)
     SELECT email, name, role, $4 FROM unnest($1::text[], $2::text[], $3::text[]) AS admin (email, name, role)
     ON CONFLICT (email) DO NOTHING`,
    [admins.map(({ email }) => email), admins.map(({ name }) => name), admins.map(({ role }) => role), hash],
  )
  const pairs = admins.flatMap(({ email, schools }) => schools.map((school) => ({ email, school })))
  await client.query(
    `INSERT INTO access.admin_schools (admin_id, school_id)
     SELECT admin.id, pair.school_id FROM unnest($1::text[], $2::int[]) AS pair (email, school_id)
     JOIN access.admins admin USING (email)
     ON CONFLICT DO NOTHING`,
    [pairs.map(({ email }) => email), pairs.map(({ school }) => school)],
  )
}
