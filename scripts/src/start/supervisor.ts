import { setTimeout as delay } from 'node:timers/promises'
import {
  type Engines,
  engineNames,
  keepRunning,
  type Program,
  runningPrograms,
  startEngines,
  stopOrphans,
} from '@rollcall/engines'
import type { afterwards } from './afterwards.ts'
import type { announce } from './announce.ts'
import { keepFolder, markStopping } from './demo-folder.ts'
import type { preparations } from './prepare.ts'
import { addressesOf, checkPorts, createService, type Service, withPorts } from './services.ts'
import { givenStores, type StoreUrls, storesEnvironment } from './stores.ts'

export interface Plan {
  folder: string
  services: Service[]
  preparations: typeof preparations
  announce: typeof announce
  afterwards?: typeof afterwards
  environment: NodeJS.ProcessEnv
  args: readonly string[]
  say(line: string): void
}

/** Brings the plan up and keeps it up. It can be stopped at any moment, also half-way up. */
export class Supervisor {
  readonly #plan: Plan
  readonly #giveUp = new AbortController()
  readonly #letGo: (() => void)[] = []
  #giveFolderBack: (() => void) | undefined
  #engines: Promise<Engines> | undefined
  #services: Program[] = []
  #started: Promise<void> | undefined
  #afterwards: Promise<unknown> | undefined
  #stopped: Promise<void> | undefined

  constructor(plan: Plan) {
    this.#plan = plan
  }

  get isStopping(): boolean {
    return this.#stopped !== undefined
  }

  start(): Promise<void> {
    this.#started = this.#start()
    return this.#started
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop()
    return this.#stopped
  }

  async #start(): Promise<void> {
    const { folder, environment, args, say } = this.#plan
    const { signal } = this.#giveUp
    this.#giveFolderBack = await keepFolder(folder)
    const orphans = await stopOrphans(folder)
    if (orphans.length > 0) say(`Stopped what an earlier run has left: ${orphans.join(', ')}`)
    const services = withPorts(this.#plan.services, environment)
    await checkPorts(services)
    signal.throwIfAborted()
    const stores = await this.#startStores()
    for (const prepare of this.#plan.preparations) {
      signal.throwIfAborted()
      await prepare({ stores, addresses: addressesOf(services), environment, args, say, signal })
    }
    signal.throwIfAborted()
    await this.#startServices(services, { ...environment, ...storesEnvironment(stores) })
    await this.#plan.announce({ addresses: addressesOf(services), stores, args, say })
    const running = { stores, addresses: addressesOf(services), environment, args, say, signal }
    this.#afterwards = Promise.all((this.#plan.afterwards ?? []).map((each) => this.#goOn(each(running))))
  }

  /** What fails here is a pity and stops nothing. */
  async #goOn(work: Promise<void>): Promise<void> {
    await work.catch((error) => {
      if (!this.isStopping) this.#plan.say(error instanceof Error ? error.message : String(error))
    })
  }

  async #startStores(): Promise<StoreUrls> {
    const { folder, environment, say } = this.#plan
    const given = givenStores(environment)
    const only = engineNames.filter((name) => !given[name])
    if (only.length > 0) say(`Starting ${only.join(', ')}`)
    this.#engines = startEngines({ folder, only, watch: true, onMessage: say, signal: this.#giveUp.signal })
    return { ...(await this.#engines).urls, ...given }
  }

  async #startServices(services: Service[], environment: NodeJS.ProcessEnv): Promise<void> {
    const { folder, say } = this.#plan
    say(`Starting ${services.map(({ name }) => name).join(', ')}`)
    this.#services = services.map((service) => createService(service, services, folder, environment))
    await Promise.all(this.#services.map((service) => service.start()))
    for (const service of this.#services) this.#letGo.push(keepRunning(service, say))
  }

  async #stop(): Promise<void> {
    const { folder, say } = this.#plan
    this.#giveUp.abort()
    const isOurs = this.#giveFolderBack !== undefined
    const stopped = isOurs ? markStopping(folder) : () => {}
    if (isOurs && runningPrograms(folder).length > 0) say('Stopping services, then engines')
    for (const letGo of this.#letGo) letGo()
    await Promise.all(this.#services.map((service) => service.stop()))
    // What is under way may end in its own time, but not in ours.
    const underWay = Promise.all([this.#started?.catch(() => {}), this.#afterwards])
    await Promise.race([underWay, delay(2000, undefined, { ref: false })])
    await this.#engines?.then(
      (engines) => engines.stop(),
      () => {}, // they did not start, and have cleaned up
    )
    this.#giveFolderBack?.()
    stopped()
  }
}
