import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { freePort, runningProgram, runningPrograms } from '@rollcall/engines'
import { type Run, SupervisorStage, until, willingService } from '../testing/supervisor-stage.ts'

const stage = new SupervisorStage()
const { folder } = stage
const names = () => runningPrograms(folder).map(({ name }) => name)
const pidOf = (name: string) => runningProgram(folder, name)?.process.pid ?? 0

let ports: [number, number]
let run: Run

beforeAll(async () => {
  ports = [await freePort(), await freePort()]
  run = stage.start(ports)
  await until(() => run.isUp)
}, 180_000)

afterAll(() => stage.clear())

test('engines that are not given are started, then the stores prepared, then the services started', () => {
  expect(run.output.slice(0, 4)).toEqual([
    'Starting redis, mongo',
    'preparing kafka,mongo,postgres,redis',
    'Starting first, second',
    `up http://localhost:${ports[0]},http://localhost:${ports[1]}`,
  ])
  expect(names().sort()).toEqual(['first', 'mongo', 'redis', 'second'])
  const redis = runningProgram(folder, 'redis')?.url
  expect(readFileSync(join(folder, 'logs', 'second.log'), 'utf8')).toContain(
    `redis ${redis} kafka kafka.example:9092 peer http://localhost:${ports[0]}`,
  )
})

test('what goes on afterwards may fail without harm', async () => {
  await until(() => run.output.length > 4)
  expect(run.output[4]).toBe('this failed, and nothing else did')
})

test.each(['first', 'redis'])('%s dies, and is started again', async (name) => {
  const before = pidOf(name)
  process.kill(before, 'SIGKILL')
  await until(() => run.output.includes(`${name} is up again`))
  expect(run.output).toContain(`${name} ended (signal SIGKILL); it is started again`)
  expect(pidOf(name)).not.toBe(before)
})

test('a second start on the same folder says so and leaves the first alone', async () => {
  const second = stage.start([await freePort(), await freePort()])
  expect(await second.ended()).toBe(1)
  const holder = run.process.pid
  expect(second.output).toEqual([
    `Rollcall already runs here (process ${holder}): use it, or stop it with Ctrl-C first.`,
  ])
  expect(names()).toHaveLength(4)
})

test('after a SIGKILL the next start stops the orphans and is up on the same ports', async () => {
  const redis = runningProgram(folder, 'redis')?.url
  run.process.kill('SIGKILL')
  await run.ended()
  expect(names()).toHaveLength(4)
  run = stage.start(ports)
  await until(() => run.isUp)
  expect(run.output[0]).toMatch(/^Stopped what an earlier run has left: /)
  expect(runningProgram(folder, 'redis')?.url).toBe(redis)
})

test('Ctrl-C stops all of it with exit code 0; one press may come as several signals', async () => {
  run.process.kill('SIGINT')
  run.process.kill('SIGINT')
  expect(await run.ended()).toBe(0)
  expect(names()).toEqual([])
  expect(run.output).toContain('told to stop')
  expect(run.output.filter((line) => line.includes('abort'))).toEqual([])
})

test('Ctrl-C half-way up leaves nothing either', async () => {
  run = stage.start(ports)
  await until(() => run.output.includes('Starting redis, mongo'))
  run.process.kill('SIGINT')
  expect(await run.ended()).toBe(0)
  expect(names()).toEqual([])
})

test('a port that is taken is said with the variable to set', async () => {
  const other = createServer()
  await new Promise<void>((listening) => other.listen(ports[1], listening))
  run = stage.start(ports)
  expect(await run.ended()).toBe(1)
  expect(run.output).toEqual([
    `Port ${ports[1]} is taken, so second can't listen there: stop what does, or set SECOND_PORT to another port.`,
  ])
  const free = await freePort()
  run = stage.start(ports, { SECOND_PORT: String(free) })
  await until(() => run.isUp)
  expect(run.output).toContain(`up http://localhost:${ports[0]},http://localhost:${free}`)
  run.process.kill('SIGTERM')
  expect(await run.ended()).toBe(0)
  await new Promise((closed) => other.close(closed))
})

test('a second Ctrl-C kills what does not want to end', async () => {
  stage.serviceIs(willingService.replace(/process\.on\('SIGTERM'.*/, "process.on('SIGTERM', () => console.log('no'))"))
  run = stage.start(ports)
  await until(() => run.isUp)
  run.process.kill('SIGINT')
  await until(() => readFileSync(join(folder, 'logs', 'first.log'), 'utf8').endsWith('no\n'))
  await until(() => {
    run.process.kill('SIGINT') // within a second it is still the same press
    return run.process.exitCode !== null
  })
  stage.serviceIs(willingService)
  expect(await run.ended()).toBe(130)
  expect(names()).toEqual([])
})

test('when the npm that runs it is killed, all of it stops; a start meanwhile waits for that', async () => {
  const orphan = stage.startThroughRunner(ports)
  await until(() => orphan.isUp)
  orphan.process.kill('SIGKILL')
  run = stage.start(ports)
  await until(() => run.isUp)
  expect(orphan.output).toContain('Stopping services, then engines')
  run.process.kill('SIGTERM')
  expect(await run.ended()).toBe(0)
})

test('a service that can not start ends it all, with the reason', async () => {
  stage.serviceIs("throw new Error('PORT is missing')")
  run = stage.start(ports)
  expect(await run.ended()).toBe(1)
  expect(run.output.join('\n')).toMatch(/(first|second) did not start \(Error: PORT is missing\): see .*\.log\./)
  expect(names()).toEqual([])
})
