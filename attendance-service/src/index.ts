export { CheckInGate, type Passage } from './gate/check-in-gate.ts'
