import { statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Sandbox, sandbox } from '../e2e/sandbox.ts'
import { chromiumPath, startChromium } from './chromium.ts'

const reason =
  chromiumPath === undefined ? ' (skipped: no Chromium; set STANDIN_TEST_CHROMIUM, or install chromium)' : ''

interface Opened extends AsyncDisposable {
  page: Page
  /** What the browser complained of. */
  complaints: string[]
  /** Everything that it asked for besides the page. */
  requests: string[]
}

let box: Sandbox
let browser: Browser
const files = { passed: '', failed: '' }

async function open(which: keyof typeof files, options: Parameters<Browser['newPage']>[0] = {}): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, ...options })
  const url = pathToFileURL(files[which]).href
  const opened = { page, complaints: [] as string[], requests: [] as string[] }
  page.on('console', (message) => opened.complaints.push(message.text()))
  page.on('pageerror', (error) => opened.complaints.push(error.message))
  page.on('request', (request) => {
    if (request.url() !== url) opened.requests.push(request.url())
  })
  await page.route('**', (route) => (route.request().url() === url ? route.continue() : route.abort()))
  await page.goto(url)
  await page.locator('.sequence .arrow').first().waitFor({ state: 'attached' })
  return { ...opened, [Symbol.asyncDispose]: () => page.close() }
}

/** Scrolls nowhere sideways: what is wider scrolls within itself. */
function widths(page: Page): Promise<{ content: number; window: number }> {
  return page.evaluate('({ content: document.documentElement.scrollWidth, window: innerWidth })')
}

/** What a reader sees of it. */
async function seen(locator: Locator): Promise<string> {
  return (await locator.allInnerTexts()).join('\n')
}

function ground(page: Page): Promise<string> {
  return page.evaluate('getComputedStyle(document.body).backgroundColor')
}

describe.skipIf(chromiumPath === undefined)(`the HTML report in Chromium${reason}`, () => {
  beforeAll(async () => {
    box = sandbox()
    for (const which of ['passed', 'failed'] as const) {
      files[which] = join(box.directory, `${which}.html`)
      const defect = which === 'failed' ? ' --defect lost-reservation-on-batch' : ''
      const command = `scenario run checkout-reservation --seed 1 --report html=${files[which]}${defect}`
      const { code, err } = await box.run(command)
      expect(err).toBe('')
      expect(code).toBe(which === 'failed' ? 1 : 0)
    }
    browser = await startChromium()
  })

  afterAll(async () => {
    await browser?.close()
    box?.[Symbol.dispose]()
  })

  test('says at the top what failed, where, and how to see it again', async () => {
    await using opened = await open('failed')
    const { page } = opened
    expect(await seen(page.locator('h1'))).toMatch(/^Failed\s+1 scenario: 1 failed/)
    const card = page.locator('.failure').first()
    expect(await seen(card.locator('.where'))).toContain('ERP, OMS and shop agree')
    const message = card.locator('.message')
    expect(await seen(message)).toMatch(/^article 100-0042, warehouse HH-01: committed is 8 in erp, 0 in oms/)
    const box = await message.boundingBox()
    expect((box?.y ?? 1_000) + (box?.height ?? 0)).toBeLessThan(400)
    expect(await seen(card.locator('tbody tr').first())).toMatch(/100-0042\s+HH-01\s+committed\s+8\s+0/)
    expect(await seen(card.locator('.place'))).toMatch(/checkout-reservation\.yaml:\d+:\d+/)
    expect(await seen(page.locator('.replay code'))).toMatch(/--seed 1 .*--defect lost-reservation-on-batch/)
    await card.getByRole('button', { name: 'Open the step' }).click()
    expect(await seen(page.locator('.panel h2'))).toBe('ERP, OMS and shop agree')
    expect(await seen(page.locator('.panel .failed-step'))).toContain('committed is 8 in erp')
  })

  test.each(['passed', 'failed'] as const)('draws who called whom, the timeline and the stock: %s', async (which) => {
    await using opened = await open(which)
    const { page } = opened
    expect(await page.locator('.sequence .arrow').count()).toBeGreaterThan(10)
    const parties = await page.locator('.parties .party').allTextContents()
    expect(parties).toEqual(
      expect.arrayContaining(['scenario', 'shop', 'payment', 'connector', 'oms', 'topics', 'erp']),
    )
    expect(await page.locator('.lanes .span').count()).toBeGreaterThan(5)
    expect(await page.locator('.lanes .tick.job').count()).toBeGreaterThan(0)
    expect(await page.locator('.lanes .sample').count()).toBeGreaterThan(0)
    expect(await page.locator('.lanes .advance').count()).toBeGreaterThan(0)
    expect(await page.locator('.chart .curve-line').count()).toBeGreaterThanOrEqual(3)
    await page.locator('.sequence .arrow', { hasText: 'POST /reservations' }).first().click()
    expect(await seen(page.locator('.panel'))).toMatch(/connector → oms[\s\S]*"sku": "100-0042"/)
    await page.keyboard.press('Escape')
    expect(await page.locator('.panel').isVisible()).toBe(false)
    expect(opened.complaints).toEqual([])
    expect(opened.requests).toEqual([])
  })

  test('filters by text, by system and by what failed', async () => {
    await using opened = await open('failed')
    const { page } = opened
    const steps = page.locator('.steps > li:visible')
    const arrows = page.locator('.sequence .arrow')
    const before = { steps: await steps.count(), arrows: await arrows.count() }
    await page.getByLabel('Failed only').check()
    expect(await steps.allInnerTexts()).toEqual([expect.stringContaining('ERP, OMS and shop agree')])
    await page.getByLabel('Failed only').uncheck()
    await page.getByLabel('Filter steps and calls').fill('login')
    expect(await steps.count()).toBeLessThan(before.steps)
    expect(await steps.count()).toBeGreaterThan(0)
    await page.getByLabel('Filter steps and calls').fill('no such thing anywhere')
    expect(await arrows.count()).toBe(0)
    await page.getByLabel('Filter steps and calls').fill('')
    await page.getByLabel('System').selectOption('payment')
    expect(await arrows.count()).toBeLessThan(before.arrows)
    const tips = await arrows.locator('title').allTextContents()
    expect(tips.length).toBeGreaterThan(0)
    expect(tips.filter((text) => !text.includes('payment'))).toEqual([])
    await page.getByLabel('System').selectOption('')
    expect(await steps.count()).toBe(before.steps)
    expect(opened.complaints).toEqual([])
  })

  test('goes by the keyboard alone', async () => {
    await using opened = await open('failed')
    const { page } = opened
    const selected = page.locator('.selected > .row .name')
    await page.keyboard.press('j')
    expect(await seen(selected)).toBe('stock at the start')
    await page.keyboard.press('ArrowDown')
    expect(await seen(selected)).toBe('the first customer')
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    expect(await seen(page.locator('.panel h2'))).toBe('stock at the start')
    await page.keyboard.press('j')
    expect(await seen(page.locator('.panel h2'))).toBe('the first customer')
    await page.keyboard.press('Escape')
    expect(await page.locator('.panel').isVisible()).toBe(false)
    await page.keyboard.press('/')
    await page.keyboard.type('order')
    await expect(page.locator('#filter').inputValue()).resolves.toBe('order')
    await page.keyboard.press('Escape')
    await expect(page.locator('#filter').inputValue()).resolves.toBe('')
    await page.keyboard.press('Escape')
    await page.keyboard.press('?')
    expect(await page.locator('dialog.help').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    expect(await page.locator('dialog.help').isVisible()).toBe(false)
    expect(opened.complaints).toEqual([])
  })

  test('is light or dark as the reader has it, and the other way round when asked', async () => {
    await using light = await open('passed', { colorScheme: 'light' })
    await using dark = await open('passed', { colorScheme: 'dark' })
    const [day, night] = [await ground(light.page), await ground(dark.page)]
    expect(day).not.toBe(night)
    await light.page.getByRole('button', { name: 'Theme' }).click()
    expect(await ground(light.page)).toBe(night)
    await dark.page.keyboard.press('t')
    expect(await ground(dark.page)).toBe(day)
  })

  test.each([320, 390, 768])('fits a screen of %i pixels without scrolling sideways', async (width) => {
    await using opened = await open('failed', { viewport: { width, height: 844 } })
    const { page } = opened
    const size = await widths(page)
    expect(size.content).toBeLessThanOrEqual(size.window)
    await page.locator('.steps .row').first().click()
    const withPanel = await widths(page)
    expect(withPanel.content).toBeLessThanOrEqual(withPanel.window)
    const panel = await page.locator('.panel').boundingBox()
    expect(panel?.width ?? 0).toBeLessThanOrEqual(width)
    expect(opened.complaints).toEqual([])
  })

  test('is one file of less than 1 MB', () => {
    for (const file of Object.values(files)) expect(statSync(file).size).toBeLessThan(1_000_000)
  })
})
