import { useEffect, useState } from 'react'

/** In a dialog: once it is gone, the keyboard is back at what has opened it, or at the screen where that is gone too. */
export function useFocusBack(): void {
  const [before] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      const to = before instanceof HTMLElement && before.isConnected ? before : document.getElementById('content')
      to?.focus({ preventScroll: true })
    },
    [before],
  )
}
