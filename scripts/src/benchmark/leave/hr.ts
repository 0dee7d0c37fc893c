import { HrSimulator } from '../../hr-simulator/hr-simulator.ts'
import { required, serve } from '../contenders/serve.ts'
import { StillCompany } from './still-company.ts'

// The simulated HR system, with a company that changes when it is told to.
const token = required('HR_TOKEN')
const company = new StillCompany(Number(required('LEAVE_RECORDS')), Date.now())
const simulator = new HrSimulator(company, token)
simulator.app.post('/change/:count', (req, res) => {
  company.change(Number(req.params.count))
  res.status(204).end()
})
serve(simulator.app)
