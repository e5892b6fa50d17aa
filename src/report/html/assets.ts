import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** In the order in which they build on each other. */
const scripts = ['dom', 'values', 'panel', 'steps', 'diagram', 'timeline', 'curves', 'keyboard', 'page'] as const

/** What the page is made of besides data, and how a content security policy names it. */
export interface Assets {
  style: string
  script: string
  policy: string
}

/** The files of assets/, which are part of the package beside the compiled code: three levels up from src and from dist. */
export function readAssets(): Assets {
  const read = (name: string): string =>
    readFileSync(new URL(`../../../src/report/html/assets/${name}`, import.meta.url), 'utf8')
  const style = read('page.css')
  const script = `(() => {\n'use strict'\n${scripts.map((name) => joined(read(`${name}.js`))).join('\n')}\n})()\n`
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return { style, script, policy }
}

/** The modules share one script, so that they need not import each other; no two of them declare the same name. */
function joined(module: string): string {
  return module.replace(/^import [^\n]*\n/gm, '').replace(/^export /gm, '')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
