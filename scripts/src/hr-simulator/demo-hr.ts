/** Of the simulated HR system, which holds nothing but inventions. */
export const DEMO_HR_TOKEN = 'token-of-the-simulated-hr-system'

export const DEMO_LEAVES_PATH = '/api/leaves'
