import { Anchor } from '@mantine/core'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { addressOf } from '../api/call.ts'
import type { Profile } from '../api/leave.ts'
import { texts } from '../texts/texts.ts'
import { useLeaveFilters, withFilters } from './leave-filters.ts'

const words = texts.leave.profile

/** What the HR system says about somebody. */
export function ProfileDetails({ profile }: { profile: Profile }) {
  const { filters } = useLeaveFilters()
  const { allocations, leaveIssuers, teamManagerId, teamManager } = profile
  const roles = [...(profile.isHr ? [words.hr] : []), ...(profile.isSupervisor ? [words.supervisor] : [])]
  // Whom nobody has said anything about has no role that we know of.
  const noRoles = profile.isHr === null && profile.isSupervisor === null ? texts.leave.unknown : words.noRoles
  return (
    <dl className="leave-details">
      <Detail name={words.number}>{profile.empId}</Detail>
      <Detail name={words.email}>{profile.email}</Detail>
      <Detail name={words.department}>{profile.department}</Detail>
      <Detail name={words.designation}>{profile.designation}</Detail>
      <Detail name={words.manager}>
        {teamManager === null ? (
          teamManagerId
        ) : (
          <Anchor component={Link} to={addressOf(`/leave/employees/${teamManagerId}`, withFilters(filters))}>
            {teamManager}
          </Anchor>
        )}
      </Detail>
      <Detail name={words.roles}>{roles.join(', ') || noRoles}</Detail>
      <Detail name={words.allocations}>
        {allocations.map(({ id, name, type }) => (
          <div key={id}>{type ? words.allocation(name ?? String(id), type) : (name ?? id)}</div>
        ))}
      </Detail>
      <Detail name={words.issuers}>
        {leaveIssuers.map(({ id, name, email, isCurrent }) => (
          <div key={id}>
            {email ? words.issuer(name, email) : name} {isCurrent && leaveIssuers.length > 1 && `(${words.current})`}
          </div>
        ))}
      </Detail>
    </dl>
  )
}

const isNothing = (value: ReactNode): boolean =>
  value === null || value === false || value === '' || (Array.isArray(value) && value.length === 0)

const Detail = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{isNothing(children) ? texts.leave.unknown : children}</dd>
  </div>
)
