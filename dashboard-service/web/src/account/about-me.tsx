import type { AdminRole } from '../api/access.ts'
import { useSchools } from '../school/use-schools.ts'
import { useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { Section } from './section.tsx'

const t = texts.access.account

export function AboutMe() {
  const me = useMe()
  const { nameOf } = useSchools()
  const facts = [
    [t.name, me.name],
    [t.email, me.email ?? '–'],
    [t.role, texts.access.admins.roles[me.role as AdminRole] ?? me.role],
    [t.schools, me.schools === null ? texts.access.district : me.schools.map(nameOf).join(', ')],
  ] as const
  return (
    <Section title={t.me}>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <bdi>{value}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  )
}
