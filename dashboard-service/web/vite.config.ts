import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// While one works on the screens (npm run dev -w @rollcall/web): Vite serves them, the demo answers their calls.
const DEMO = process.env.DASHBOARD_URL ?? 'http://localhost:8081'
const passed = Object.fromEntries(
  ['/api', '/schools', '/images', '/attendances', '/upload'].map((path) => [
    path,
    { target: DEMO, changeOrigin: false },
  ]),
)

export default defineConfig(({ command }) => ({
  base: '/app/',
  plugins: [react()],
  // The domain's sources: nothing else has to be built first.
  resolve: { alias: { '@rollcall/domain': fileURLToPath(new URL('../../domain/src/index.ts', import.meta.url)) } },
  // dashboard-service puts each answer's own nonce in its place (src/web/web-routes.ts).
  ...(command === 'build' && { html: { cspNonce: '__STYLE_NONCE__' } }),
  build: {
    outDir: 'dist',
    // Small files stay files: the policy allows no script or style inside a page.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1200,
  },
  server: { port: 5173, proxy: passed },
}))
