import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { setNonce } from 'get-nonce'
import { StrictMode } from 'react'
import { createBrowserRouter } from 'react-router'
import { RouterProvider } from 'react-router/dom'
import { retry } from './api/queries.ts'
import { EvacuationPage } from './evacuation/evacuation-page.tsx'
import { FirstPlace } from './layout/first-place.tsx'
import { NotFoundPage } from './layout/not-found-page.tsx'
import { Shell } from './layout/shell.tsx'
import { AcceptPage } from './session/accept-page.tsx'
import { RequireSession } from './session/require-session.tsx'
import { SignInPage } from './session/sign-in-page.tsx'
import { theme } from './theme.ts'
import { TodayPage } from './today/today-page.tsx'

// The page's own nonce, which its policy asks of every style element: Mantine's theme, and the scroll lock of its dialogs.
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? ''
setNonce(nonce)

const queries = new QueryClient({
  defaultOptions: { queries: { retry, staleTime: 10_000, refetchOnWindowFocus: true, networkMode: 'always' } },
})

/** The first screens are here; a later one is a route with `lazy`, so that the first load stays small. */
const router = createBrowserRouter(
  [
    { path: '/sign-in', element: <SignInPage /> },
    { path: '/accept', element: <AcceptPage /> },
    {
      element: (
        <RequireSession>
          <Shell />
        </RequireSession>
      ),
      children: [
        { index: true, element: <FirstPlace /> },
        { path: '/today', element: <TodayPage /> },
        { path: '/today/schools/:schoolId', element: <TodayPage /> },
        { path: '/evacuation', element: <EvacuationPage /> },
        {
          path: '/attendance/:view?',
          lazy: async () => ({ Component: (await import('./attendance/attendance-page.tsx')).AttendancePage }),
        },
        {
          path: '/people/:userId',
          lazy: async () => ({ Component: (await import('./person/person-page.tsx')).PersonPage }),
        },
        {
          path: '/month',
          lazy: async () => ({ Component: (await import('./month/month-page.tsx')).MonthPage }),
        },
        {
          path: '/operations',
          lazy: async () => ({ Component: (await import('./operations/operations-page.tsx')).OperationsPage }),
        },
        {
          path: '/settings/:tab?',
          lazy: async () => ({ Component: (await import('./settings/settings-page.tsx')).SettingsPage }),
        },
        {
          path: '/access/:tab?',
          lazy: async () => ({ Component: (await import('./access/access-page.tsx')).AccessPage }),
        },
        {
          path: '/account',
          lazy: async () => ({ Component: (await import('./account/account-page.tsx')).AccountPage }),
        },
        {
          path: '/fevers',
          lazy: async () => ({ Component: (await import('./fevers/fevers-page.tsx')).FeversPage }),
        },
        {
          path: '/leave/*',
          lazy: async () => ({ Component: (await import('./leave/leave-page.tsx')).LeavePage }),
        },
        { path: '*', element: <NotFoundPage /> },
      ],
    },
  ],
  { basename: '/app' },
)

export const App = () => (
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={() => nonce}>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>
)
