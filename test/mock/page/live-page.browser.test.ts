import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningMock, startMock } from '../../e2e/running-mock.ts'
import { type Sandbox, sandbox } from '../../e2e/sandbox.ts'
import { chromiumPath, startChromium } from '../../report/chromium.ts'

const reason =
  chromiumPath === undefined ? ' (skipped: no Chromium; set STANDIN_TEST_CHROMIUM, or install chromium)' : ''
const shop = fileURLToPath(new URL('../openapi/shop.yaml', import.meta.url))

let box: Sandbox
let mock: RunningMock
let browser: Browser

interface Opened extends AsyncDisposable {
  page: Page
  complaints: string[]
  foreign: string[]
}

async function open(options: Parameters<Browser['newPage']>[0] = {}): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1360, height: 820 }, ...options })
  const opened = { page, complaints: [] as string[], foreign: [] as string[] }
  page.on('console', (message) => opened.complaints.push(message.text()))
  page.on('pageerror', (error) => opened.complaints.push(error.message))
  page.on('request', (request) => {
    if (!request.url().startsWith(mock.ready.page) && request.url() !== 'data:,') opened.foreign.push(request.url())
  })
  await page.goto(mock.ready.page)
  await page.locator('#live[data-state="live"]').waitFor()
  return { ...opened, [Symbol.asyncDispose]: () => page.close() }
}

/** What a reader sees of it. */
async function seen(locator: Locator): Promise<string> {
  return (await locator.allInnerTexts()).join('\n')
}

const order = (total: number) =>
  fetch(`${mock.url}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer abcdef123456' },
    body: JSON.stringify({ total, note: 'for anna.petrowski@corp.test' }),
  })

describe.skipIf(chromiumPath === undefined)(`the live page in Chromium${reason}`, () => {
  beforeAll(async () => {
    box = sandbox()
    copyFileSync(shop, join(box.directory, 'shop.yaml'))
    mock = await startMock(box, 'shop.yaml --fault status:503@5%')
    browser = await startChromium()
  })

  afterAll(async () => {
    await browser?.close()
    await mock?.[Symbol.asyncDispose]()
    box?.[Symbol.dispose]()
  })

  test('shows a request that comes later, what the API holds, and asks nobody else', async () => {
    await using opened = await open()
    const { page, complaints, foreign } = opened
    expect(await seen(page.locator('.api-card h2'))).toContain('shop')
    const before = await page.locator('#exchanges tr').count()
    await order(3)
    await page.locator('#exchanges tr').nth(before).waitFor({ state: 'attached' })
    expect(await seen(page.locator('#exchanges tr').first())).toMatch(/shop\s+POST \/orders\s+(201|503|.*fault)/)
    await page.locator('.stores th', { hasText: '/orders' }).waitFor()
    expect(complaints).toEqual([])
    expect(foreign).toEqual([])
  })

  test('shows headers and bodies of a request, masked', async () => {
    await using opened = await open()
    const { page } = opened
    const before = await page.locator('#exchanges tr').count()
    await order(4)
    await page.locator('#exchanges tr').nth(before).waitFor({ state: 'attached' })
    await page.locator('#exchanges tr', { hasText: 'POST' }).first().click()
    const panel = page.locator('#panel')
    await panel.waitFor()
    const text = await seen(panel)
    expect(text).toContain('POST /orders')
    expect(text).toContain('"total": 4')
    expect(text).toContain('***')
    expect(text).not.toMatch(/petrowski|abcdef123456/)
    await page.keyboard.press('Escape')
    expect(await panel.isHidden()).toBe(true)
  })

  test('filters by text, status and keyboard', async () => {
    await using opened = await open()
    const { page, complaints } = opened
    await order(5)
    await fetch(`${mock.url}/nowhere`)
    const shown = page.locator('#exchanges tr:visible')
    await page.locator('#exchanges tr', { hasText: '/nowhere' }).first().waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('nowhere')
    expect(await shown.allInnerTexts()).toEqual([expect.stringContaining('/nowhere')])
    await page.keyboard.press('Escape')
    await page.locator('#status').selectOption('4')
    expect((await shown.allInnerTexts()).every((text) => /\s4\d\d\s/.test(text))).toBe(true)
    await page.locator('#status').selectOption('')
    await page.locator('h1').click()
    await page.keyboard.press('j')
    expect(await page.locator('#exchanges tr[aria-selected="true"]').count()).toBe(1)
    expect(await page.locator('#panel').isVisible()).toBe(true)
    await page.keyboard.press('Escape')
    await page.locator('#filter').fill('nothing like it')
    expect(await seen(page.locator('#nothing'))).toBe('None of the requests fits the filter.')
    expect(complaints).toEqual([])
  })

  test('can be held still, and then goes on', async () => {
    await using opened = await open()
    const { page } = opened
    const before = await page.locator('#exchanges tr').count()
    await page.keyboard.press('p')
    await order(6)
    await page.locator('#live', { hasText: 'paused, 1 more' }).waitFor()
    expect(await page.locator('#exchanges tr').count()).toBe(before)
    await page.keyboard.press('p')
    expect(await page.locator('#exchanges tr').count()).toBe(before + 1)
  })

  test('is dark where the reader likes it dark, and fits a narrow window', async () => {
    await using opened = await open({ colorScheme: 'dark', viewport: { width: 420, height: 800 } })
    const { page } = opened
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    const dark = await ground()
    await page.keyboard.press('t')
    expect(await ground()).not.toBe(dark)
    const { content, window } = await page.evaluate<{ content: number; window: number }>(
      '({ content: document.documentElement.scrollWidth, window: innerWidth })',
    )
    expect(content).toBeLessThanOrEqual(window)
  })
})
