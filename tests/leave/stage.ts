import { Ledger } from '@rollcall/ledger'
import { createApp, HrClient, type ListeningServer, listen } from '@rollcall/platform'
import { RememberedDoubts } from '../../ledger/src/testing/doubts.ts'
import { DEMO_LEAVES_PATH } from '../../scripts/src/hr-simulator/demo-hr.ts'
import { HrSimulator } from '../../scripts/src/hr-simulator/hr-simulator.ts'
import { syncLeave } from '../../tasks/src/sync-leave/sync-leave.ts'
import { createTestDatabase, type TestDatabase } from '../support/database.ts'

export const NOW = new Date('2026-11-20T10:00:00Z')
const TOKEN = 'the-token'

export type Row = Record<string, unknown>

/** A leave as the HR system would tell it, with whatever a test wants different. */
export const row = (id: unknown, more: Row = {}): Row => ({
  ...{ id, userId: 449, empId: '131', teamManagerId: 400, designationId: 3, designationName: 'Teacher' },
  ...{ firstName: 'Asha', middleName: null, lastName: 'Rai', email: 'asha.rai@example.org', isHr: false },
  ...{ isSupervisor: false, allocations: [{ id: 12, name: 'Science', type: 'department' }], leaveIssuerId: 697 },
  ...{ currentLeaveIssuerId: 697, leaveIssuerFirstName: 'Maya', leaveIssuerLastName: 'Karki' },
  ...{ currentLeaveIssuerEmail: 'maya.karki@example.org', departmentDescription: 'Science' },
  ...{ startDate: '2026-11-02', endDate: '2026-11-03', leaveDays: 2, reason: 'x', status: 'APPROVED', remarks: '' },
  ...{ leaveTypeId: 2, leaveTypeName: 'Sick', defaultDays: 12, transferableDays: 0, isConsecutive: 0, fiscalId: 102 },
  ...{ fiscalStartDate: '2026-07-17T00:00:00.000Z', fiscalEndDate: '2027-07-15T00:00:00.000Z', fiscalIsCurrent: true },
  ...{ createdAt: '2026-04-14T05:33:10.000Z', updatedAt: '2026-04-14T05:33:10.000Z', isConverted: 0 },
  ...more,
})

/** The HR system with the rows a test gives it, a database, and the sync between them. */
export class Stage {
  readonly simulator: HrSimulator
  readonly database: TestDatabase
  readonly url: string
  readonly #server: ListeningServer
  #rows: readonly unknown[] = []
  #edition = 0

  private constructor(simulator: HrSimulator, database: TestDatabase, server: ListeningServer) {
    this.simulator = simulator
    this.database = database
    this.#server = server
    this.url = `http://127.0.0.1:${server.port}${DEMO_LEAVES_PATH}`
    simulator.company = {
      edition: () => this.#edition,
      leaves: (from, to) =>
        this.#rows.filter((each) => {
          const { startDate = from, endDate = to } = Object(each)
          return typeof startDate !== 'string' || typeof endDate !== 'string' || (startDate <= to && endDate >= from)
        }),
    }
  }

  static async up(): Promise<Stage> {
    const simulator = new HrSimulator({ edition: () => 0, leaves: () => [] }, TOKEN)
    const server = await listen(createApp().use(simulator.app), 0)
    return new Stage(simulator, await createTestDatabase(), server)
  }

  async down(): Promise<void> {
    await this.#server.close()
    await this.database.drop()
  }

  /** From now on the HR system has these. */
  has(...rows: unknown[]): void {
    this.#rows = rows
    this.#edition += 1
  }

  ledger = () => new Ledger(this.database.pool, new RememberedDoubts())

  task(options: { size?: number; timeoutMs?: number; token?: string; url?: string } = {}) {
    const { size, timeoutMs, token = TOKEN, url = this.url } = options
    const client = new HrClient({ url, token, ...(timeoutMs && { timeoutMs }) })
    return syncLeave({ client, pool: this.database.pool, ledger: this.ledger(), ...(size && { size }) })
  }

  sync = (options: Parameters<Stage['task']>[0] & { accept?: boolean; now?: Date } = {}) =>
    this.task(options).run({ accept: options.accept ?? false }, options.now ?? NOW)

  query = async (sql: string, values: unknown[] = []): Promise<Row[]> =>
    (await this.database.pool.query(sql, values)).rows

  /** Every row of every table with the transaction that wrote it: equal only if nothing was written. */
  async versions(): Promise<Record<string, unknown>> {
    const versions: Record<string, unknown> = {}
    const tables = await this.query(
      `SELECT schemaname || '.' || tablename AS name FROM pg_tables
       WHERE schemaname IN ('raw', 'dbo', 'leave') OR tablename IN ('excused_days', 'school_days') ORDER BY 1`,
    )
    for (const { name } of tables)
      if (name !== 'leave.sync')
        versions[String(name)] = await this.query(`SELECT xmin::text, ctid::text, t::text FROM ${name} t ORDER BY ctid`)
    return versions
  }

  status = async (): Promise<Row | undefined> => (await this.query('SELECT *, incomplete::text FROM leave.sync'))[0]
}
