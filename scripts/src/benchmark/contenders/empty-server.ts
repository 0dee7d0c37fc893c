import { serve } from './serve.ts'

// The limit: reads a body, parses it, answers.
serve((req, res) => {
  const chunks: Buffer[] = []
  req.on('data', (chunk) => chunks.push(chunk))
  req.on('end', () => {
    const { userId } = chunks.length > 0 ? JSON.parse(Buffer.concat(chunks).toString()) : { userId: 0 }
    const text = JSON.stringify({ userId })
    const status = req.method === 'POST' ? 201 : 200
    res.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text)
  })
})
