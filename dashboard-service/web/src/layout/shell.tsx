import {
  AppShell,
  Burger,
  Button,
  Group,
  NavLink,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { Link, Outlet, useLocation, useNavigate } from 'react-router'
import { call } from '../api/call.ts'
import { PersonSearch } from '../person/person-search.tsx'
import { forgetEverything } from '../session/kept-me.ts'
import { mayOf, useMe } from '../session/use-me.ts'
import { texts } from '../texts/texts.ts'
import { PLACES } from './navigation.ts'

/** What is around every screen: the name, the ways, who is signed in. */
export function Shell() {
  const me = useMe()
  const { pathname } = useLocation()
  const [open, { toggle, close }] = useDisclosure()
  // On a phone the menu is out of the way once something was chosen.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what it hangs on
  useEffect(close, [pathname])

  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 210, breakpoint: 'sm', collapsed: { mobile: !open } }}
      padding={{ base: 'xs', sm: 'md' }}
    >
      <a className="skip-link" href="#content">
        {texts.skip}
      </a>
      <AppShell.Header>
        <Group h="100%" px="sm" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap">
            <Burger
              opened={open}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={texts.menu}
              aria-expanded={open}
            />
            <Text fw={700} size="lg">
              {texts.app}
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <PersonSearch visibleFrom="md" />
            <Button
              component={Link}
              to="/account"
              variant="subtle"
              color="gray"
              size="compact-sm"
              maw={220}
              visibleFrom="xs"
              title={texts.navigation.account}
            >
              <bdi>{me.name}</bdi>
            </Button>
            <SchemeButton />
            <SignOutButton />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" component="nav" aria-label={texts.navigation.label}>
        {PLACES.filter(({ right }) => mayOf(me, right)).map(({ to, label }) => (
          <NavLink
            key={to}
            component={Link}
            to={to}
            label={label}
            active={pathname.startsWith(to)}
            variant="filled"
            aria-current={pathname.startsWith(to) ? 'page' : undefined}
          />
        ))}
        {/* On a phone the header has no room for a name. */}
        <NavLink component={Link} to="/account" label={texts.navigation.account} hiddenFrom="xs" />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  )
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  return (
    <Button
      variant="default"
      size="compact-sm"
      aria-label={texts.scheme.toggle}
      title={texts.scheme.toggle}
      onClick={() => setColorScheme(scheme === 'dark' ? 'light' : 'dark')}
    >
      <span aria-hidden="true">{scheme === 'dark' ? '☀' : '☾'}</span>
    </Button>
  )
}

function SignOutButton() {
  const client = useQueryClient()
  const navigate = useNavigate()
  const signOut = useMutation({
    mutationFn: () => call('/api/sign-out', { method: 'POST' }),
    onSettled() {
      forgetEverything()
      navigate('/sign-in', { replace: true })
      client.removeQueries()
    },
  })
  return (
    <Button variant="default" size="compact-sm" onClick={() => signOut.mutate()} loading={signOut.isPending}>
      {texts.session.signOut}
    </Button>
  )
}
