import { createTheme } from '@mantine/core'

export const theme = createTheme({
  primaryColor: 'blue',
  // Light enough on dark, dark enough on light: contrast holds for text of any size.
  primaryShade: { light: 8, dark: 6 },
  autoContrast: true,
  luminanceThreshold: 0.35,
  defaultRadius: 'md',
  // No font of another host, none to load.
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  cursorType: 'pointer',
  focusRing: 'auto',
})
