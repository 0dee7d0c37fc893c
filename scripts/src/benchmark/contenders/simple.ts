import { createLogger, createPool, Names } from '@rollcall/platform'
import express from 'express'
import { required, serve } from './serve.ts'

// What people build first: Express, and an INSERT for each request. The unique key answers repeats.
// pg's own ten would hold it back.
const CONNECTIONS = 40
const pool = createPool(
  new Names(process.env.NAMESPACE).databaseUrl(required('DATABASE_URL')),
  { max: CONNECTIONS, service: 'simple' },
  createLogger('simple', 'warn'),
)

const app = express()
app.use(express.json())
app.get('/health', (_req, res) => {
  res.json({ status: 'up' })
})
app.post('/attendances', async (req, res) => {
  const { userId, schoolId, type, timestamp, temperature } = req.body
  const { rowCount } = await pool.query(
    `INSERT INTO benchmark.simple (user_id, school_id, type, at, temperature) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT DO NOTHING`,
    [userId, schoolId, type, new Date(timestamp), temperature],
  )
  res.status(rowCount === 1 ? 201 : 200).json({ userId, type, timestamp })
})
serve(app)
