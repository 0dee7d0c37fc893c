import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Refused, runCommand } from '@rollcall/platform'
import { Command, InvalidArgumentError } from 'commander'
import { demoFile } from '../start/demo-folder.ts'
import { openBrowser } from './browser.ts'
import { runningDemo, signIn } from './demo.ts'
import { firstLoadBytes, firstNumberMs } from './measure.ts'
import { screens } from './screens.ts'
import { takePictures } from './take-pictures.ts'

const FOLDER = fileURLToPath(new URL('../../../.rollcall/screenshots', import.meta.url))
const say = (line: string) => console.log(line)

interface Options {
  readonly demo: string
  readonly out: string
  readonly only?: readonly string[]
}

async function run({ demo: file, out, only }: Options): Promise<void> {
  const demo = await runningDemo(file)
  const browser = await openBrowser(process.env.CHROMIUM)
  try {
    await mkdir(out, { recursive: true })
    const baseURL = demo.dashboardUrl
    const signedIn = await signIn(browser, demo)
    // Before the machine is busy with pictures.
    const firstLoad = await firstLoadBytes(browser, baseURL)
    const firstNumber = await firstNumberMs(browser, baseURL, signedIn)
    const chosen = screens.filter(({ name }) => only?.includes(name) ?? true)
    const wrong = await takePictures({ browser, baseURL, signedIn, folder: out, screens: chosen, say })
    say(`\nThe pictures are in ${out}`)
    say(`First load: ${Math.round(firstLoad / 1_000)} KB of script, gzipped`)
    say(`First number on Today: ${Math.round(firstNumber)} ms after the start of the navigation (median of 5)`)
    if (wrong.length > 0)
      throw new Refused(`${wrong.length} pictures are not what they should be:\n${wrong.join('\n')}`, 1)
  } finally {
    await browser.close()
  }
}

function someOf(names: string): string[] {
  const chosen = names.split(',')
  const unknown = chosen.find((name) => !screens.some((screen) => screen.name === name))
  if (unknown !== undefined)
    throw new InvalidArgumentError(`There is no ${unknown}: ${screens.map(({ name }) => name).join(', ')}.`)
  return chosen
}

const command = new Command('screenshots')
  .description(
    'Takes pictures of every screen of the running demo, light, dark and on phones, and measures how fast it is there.',
  )
  .option(
    '--demo <file>',
    'which demo, by the file that it wrote (or ROLLCALL_DEMO)',
    process.env.ROLLCALL_DEMO ?? demoFile,
  )
  .option('--out <folder>', 'where the pictures go', FOLDER)
  .option('--only <names>', 'some of them, by name', someOf)
  .addHelpText('after', `\nScreens: ${screens.map(({ name }) => name).join(', ')}`)
  .allowExcessArguments(false)
  .action(run)
await runCommand(command, process.argv)
