import { keysInDemoFile } from '../demo/demo-file.ts'
import { demoFile } from './demo-folder.ts'
import type { StoreUrls } from './stores.ts'

export interface Announcement {
  addresses: Record<string, string>
  stores: StoreUrls
  args: readonly string[]
  say(line: string): void
}

/** Everything answers: say where, with which keys, and what to try first. */
export async function announce({ addresses, say }: Announcement): Promise<void> {
  const keys = await keysInDemoFile(demoFile)
  say('')
  say('Rollcall is up:')
  for (const [name, address] of Object.entries(addresses)) say(`  ${name.padEnd(20)} ${address}`)
  say(`  ${'admin'.padEnd(20)} ${keys.admin?.email}, password ${keys.admin?.password}`)
  say(`  ${'device key'.padEnd(20)} ${keys.deviceKey}`)
  say(`  ${'API token'.padEnd(20)} ${keys.apiToken}`)
  say('All of it stands in .rollcall/demo.json. Check somebody in:')
  say(`  curl ${addresses['attendance-service']}/attendances \\`)
  say(`    -H 'Authorization: Bearer ${keys.deviceKey}' -H 'Content-Type: application/json' \\`)
  say(`    -d '{"userId": 1, "type": "checkin", "timestamp": '$(date +%s000)'}'`)
  say('Ctrl-C stops all of it.')
}
