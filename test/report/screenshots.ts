/* Makes pictures of HTML reports: node test/report/screenshots.ts DIRECTORY [REPORT.html …]; without reports, of a run that passes and one that fails. */
import { spawnSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { startChromium } from './chromium.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const [directory = 'screenshots', ...given] = process.argv.slice(2)
mkdirSync(directory, { recursive: true })

/** Runs the shipped scenario; that it fails with a defect is what is wanted. */
function reported(name: string, options: readonly string[]): string {
  const file = resolve(directory, `${name}.html`)
  const scenario = join(root, 'bin', 'scenario.js')
  const args = [scenario, 'run', 'checkout-reservation', '--seed', '1', '--report', `html=${file}`, ...options]
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })
  if (status !== (options.length === 0 ? 0 : 1)) throw new Error(`the run for ${name} ended with ${status}: ${stderr}`)
  return file
}

const reports =
  given.length > 0
    ? given
    : [
        reported('passed', []),
        reported('failed', ['--defect', 'lost-reservation-on-batch']),
        reported('oversold', ['--defect', 'reserve-without-lock']),
      ]

const views = [
  { view: 'top', viewport: { width: 1280, height: 860 }, colorScheme: 'light', fullPage: false },
  { view: 'dark', viewport: { width: 1280, height: 860 }, colorScheme: 'dark', fullPage: false },
  { view: 'whole', viewport: { width: 1280, height: 860 }, colorScheme: 'light', fullPage: true },
  { view: 'phone', viewport: { width: 390, height: 844 }, colorScheme: 'light', fullPage: false },
] as const

const browser = await startChromium()
try {
  for (const report of reports) {
    for (const { view, viewport, colorScheme, fullPage } of views) {
      const page = await browser.newPage({ viewport, colorScheme })
      await page.goto(pathToFileURL(resolve(report)).href)
      const path = join(directory, `${basename(report, '.html')}-${view}.png`)
      await page.waitForSelector('.sequence', { state: 'attached', timeout: 5_000 })
      await page.screenshot({ path, fullPage })
      if (view === 'top') {
        await page.locator('.step .row').first().click()
        await page.screenshot({ path: path.replace('-top', '-panel') })
      }
      await page.close()
      process.stdout.write(`${path}\n`)
    }
  }
} finally {
  await browser.close()
}
