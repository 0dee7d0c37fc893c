/** Of the simulated HR system, which holds nothing but inventions. */
export const DEMO_HR_TOKEN = 'token-of-the-simulated-hr-system'
