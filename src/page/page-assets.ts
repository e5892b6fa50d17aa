import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** What a page is made of besides data, and the content security policy that lets in nothing else. */
export interface PageAssets {
  style: string
  script: string
  policy: string
}

/**
 * The style and the scripts of a page, which are part of the package beside the compiled code: `page.css` of a folder below
 * src, in the colours and letters of all pages, and modules, in the order in which they build on each other. The policy
 * begins with what all pages have in common.
 */
export function readPageAssets(
  folder: string,
  modules: readonly string[],
  directives: readonly string[] = [],
): PageAssets {
  const style = read('page/assets/theme.css') + read('page/assets/text.css') + read(`${folder}/page.css`)
  const scripts = modules.map((name) => joined(read(`${folder}/${name}.js`)))
  const script = `(() => {\n'use strict'\n${scripts.join('\n')}\n})()\n`
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
    ...directives,
  ].join('; ')
  return { style, script, policy }
}

/** Two levels up from src and from dist. */
function read(file: string): string {
  return readFileSync(new URL(`../../src/${file}`, import.meta.url), 'utf8')
}

/** The modules share one script, so that they need not import each other; no two of them declare the same name. */
function joined(module: string): string {
  return module.replace(/^import [^\n]*\n/gm, '').replace(/^export /gm, '')
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`
}
