import type { ContenderName, Pass } from './result.ts'
import type { Stage } from './stage.ts'

export interface Contender {
  readonly name: ContenderName
  /** What it shows. */
  readonly about: string
  pass(stage: Stage): Promise<Pass>
}
