import { createTheme } from '@mantine/core'

export const theme = createTheme({
  primaryColor: 'blue',
  // Dark enough for white text of any size on it.
  primaryShade: 8,
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 'md',
  // No font of another host, none to load.
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
})
