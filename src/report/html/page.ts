import type { PageAssets } from '../../page/page-assets.ts'
import { formatWallTime } from '../wall-time.ts'
import { dataScript, html, type Markup, trusted } from './markup.ts'
import type { RunModel } from './model.ts'
import { scenarioSection } from './scenario-section.ts'
import { countWords, verdictWords } from './words.ts'

/** The whole report as one page: what matters is there without its script, which adds the drawings and the details. */
export function pageOf(run: RunModel, { style, script, policy }: PageAssets): string {
  const names = run.scenarios.map(({ name }) => name).join(', ')
  const page = html`<!doctype html>
<html lang="en" data-verdict="${run.verdict}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${verdictWords[run.verdict]}: ${names}</title>
<style>${trusted(style)}</style>
</head>
<body>
<header class="top ${run.verdict}"><div class="top-bar">
<h1><span class="verdict">${verdictWords[run.verdict]}</span> <span class="counts">${countWords(run.counts)}${
    run.duration !== undefined && ` in ${formatWallTime(run.duration)}`
  }</span></h1>
${tools(run)}
</div></header>
<main>${run.scenarios.map((scenario, index) => scenarioSection(run, scenario, index))}${contracts(run)}<p class="nothing" hidden>Nothing matches the filter.</p></main>
<aside class="panel" aria-label="Details" hidden></aside>
<dialog class="help" aria-label="Keys"></dialog>
<noscript><p class="noscript">Drawings and details need the script of this page.</p></noscript>
${dataScript('run', run)}
<script>${trusted(script)}</script>
</body>
</html>
`
  return page.markup
}

function contracts({ contracts }: RunModel): Markup | undefined {
  if (contracts.length === 0) return undefined
  const rows = contracts.map(
    ({ system, contract, operations, unused }) =>
      html`<tr><td>${system}</td><td>${contract}</td><td class="number">${operations - unused.length} of ${operations}</td><td>${unused.join(', ')}</td></tr>`,
  )
  return html`<section class="contracts"><h2>Contracts</h2><div class="scroll"><table><thead><tr><th>system</th><th>contract</th><th>operations used</th><th>not used</th></tr></thead><tbody>${rows}</tbody></table></div></section>`
}

function tools({ scenarios }: RunModel): Markup {
  const systems = [...new Set(scenarios.flatMap(({ arrows }) => arrows.flatMap(({ from, to }) => [from, to])))].sort()
  return html`<form class="tools" role="search">
<input type="search" id="filter" placeholder="Filter steps and calls" aria-label="Filter steps and calls" autocomplete="off" spellcheck="false">
<select id="system" aria-label="System"><option value="">All systems</option>${systems.map((system) => html`<option>${system}</option>`)}</select>
<label class="toggle"><input type="checkbox" id="failed-only"> Failed only</label>
<button type="button" id="theme" title="Dark or light (t)">Theme</button>
<button type="button" id="help" title="Keys (?)">?</button>
</form>`
}
