import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Where a Chromium is on this machine; STANDIN_TEST_CHROMIUM names another. */
export const chromiumPath = [process.env.STANDIN_TEST_CHROMIUM ?? '', ...places].find(
  (path) => path !== '' && existsSync(path),
)

/** Starts it without a window and without anything that it would do by itself. */
export function startChromium(): Promise<Browser> {
  if (chromiumPath === undefined) throw new Error('there is no Chromium on this machine')
  return chromium.launch({
    executablePath: chromiumPath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}
