import { Anchor, Group, Select, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Fragment } from 'react'
import { Link, useParams } from 'react-router'
import { addressOf } from '../api/call.ts'
import { type Balance, leaveChoicesQuery, type Profile, profileQuery } from '../api/leave.ts'
import { Panel } from '../panel/panel.tsx'
import { texts } from '../texts/texts.ts'
import { useUrlState, whole } from '../url/use-url-state.ts'
import { BalanceCard } from './balance-card.tsx'
import { type LeaveFilters, listOf, useLeaveFilters, withFilters } from './leave-filters.ts'
import { LeavesTable } from './leaves-table.tsx'
import { Ledger } from './ledger.tsx'
import { LinkPanel } from './link-panel.tsx'
import { currentYear, yearName } from './names.ts'
import { ProfileDetails } from './profile-details.tsx'

const words = texts.leave.profile

/** One employee: who they are, what is left to them and why, their leave. */
export function ProfilePage() {
  const id = Number(useParams().id)
  const { filters } = useLeaveFilters()
  const profile = useQuery(profileQuery(id))
  return (
    <Stack>
      <Anchor component={Link} size="sm" className="no-print" to={addressOf('/leave/employees', withFilters(filters))}>
        {words.back}
      </Anchor>
      <Panel title={words.details} queries={[profile]}>
        {() => profile.data && <ProfileDetails profile={profile.data} />}
      </Panel>
      {profile.data && (
        <>
          <LinkPanel profile={profile.data} />
          <Balances profile={profile.data} />
          <Panel title={words.leaves} queries={[profile]} empty={profile.data.leaves.length === 0 && words.noLeaves}>
            {() => profile.data && <LeavesTable leaves={profile.data.leaves} />}
          </Panel>
        </>
      )}
    </Stack>
  )
}

/** The year of the address; else the only one that is filtered by; else the one under way. */
function useYear(filters: LeaveFilters) {
  const [state, change] = useUrlState({ year: whole, ledger: whole })
  const choices = useQuery(leaveChoicesQuery)
  const years = choices.data?.fiscalYears
  const [filtered, ...more] = listOf(filters.fiscalYear)
  const wanted = state.year ?? (more.length === 0 && filtered !== undefined ? Number(filtered) : undefined)
  return { choices, years, year: years?.find(({ id }) => id === wanted) ?? currentYear(years), ...{ state, change } }
}

function Balances({ profile }: { profile: Profile }) {
  const query = useQuery(profileQuery(profile.id))
  const { filters } = useLeaveFilters()
  const { choices, years, year, state, change } = useYear(filters)
  const balances = profile.balances.filter(({ fiscalYear }) => fiscalYear.id === year?.id)
  const open = balances.find(({ leaveType }) => typeKey(leaveType.id) === state.ledger)
  const csv = addressOf(`/api/leave/employees/${profile.id}`, { format: 'csv', fiscalYear: year?.id })
  return (
    <Panel
      title={words.balances}
      queries={[choices, query]}
      empty={year ? balances.length === 0 && words.noBalances : words.noYears}
      actions={
        <Group gap="sm">
          <Select
            size="xs"
            aria-label={words.year}
            allowDeselect={false}
            data={(years ?? []).toReversed().map((each) => ({ value: String(each.id), label: yearName(each) }))}
            value={year ? String(year.id) : null}
            onChange={(value) => value !== null && change({ year: Number(value) })}
          />
          <Anchor className="no-print" size="sm" href={csv} download>
            {words.csv}
          </Anchor>
        </Group>
      }
    >
      {() => (
        <div className="leave-balances">
          {balances.map((balance) => (
            <Fragment key={balance.leaveType.id}>
              <BalanceCard
                balance={balance}
                employeeId={profile.id}
                isOpen={balance === open}
                onWhy={() => change({ ledger: balance === open ? undefined : typeKey(balance.leaveType.id) })}
              />
              {balance === open && <Ledger balance={balance} onClose={() => change({ ledger: undefined })} />}
            </Fragment>
          ))}
        </div>
      )}
    </Panel>
  )
}

/** Leave without a type has a balance, too. */
const typeKey = (id: Balance['leaveType']['id']): number => id ?? 0
