import '@mantine/core/styles.css'
import './styles.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(<App />)

// Browsers have it on https and on localhost only; elsewhere the screens need their server.
if (import.meta.env.PROD) void navigator.serviceWorker?.register('/app/sw.js')
