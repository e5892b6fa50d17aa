/** The page without data, which comes by its event stream. */
export function pageOf({ style, script }: { style: string; script: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>standin mock</title>
<style>${style}</style>
</head>
<body>
<header class="top"><div class="top-bar">
<h1>standin mock <span class="live" id="live" role="status">connecting</span></h1>
<form class="tools" role="search">
<input type="search" id="filter" placeholder="Filter by path, method, fault or body" aria-label="Filter by path, method, fault or body" autocomplete="off" spellcheck="false">
<select id="api" aria-label="API"><option value="">All APIs</option></select>
<select id="status" aria-label="Status"><option value="">Any status</option><option value="2">2xx</option><option value="3">3xx</option><option value="4">4xx</option><option value="5">5xx</option><option value="0">cut</option><option value="fault">struck by a fault</option></select>
<button type="button" id="pause" title="Hold the list still (p)" aria-pressed="false">Pause</button>
<button type="button" id="theme" title="Dark or light (t)">Theme</button>
<button type="button" id="help" title="Keys (?)">?</button>
</form>
</div></header>
<main>
<aside class="apis" aria-label="APIs and what they hold" id="apis"></aside>
<section class="traffic" aria-label="Requests">
<div class="scroll"><table><thead><tr><th class="time">time</th><th>API</th><th>request</th><th class="number">status</th><th class="number">ms</th></tr></thead><tbody id="exchanges"></tbody></table></div>
<p class="nothing" id="nothing">No request yet. Ask one of the APIs, and it shows up here.</p>
</section>
<aside class="panel" id="panel" aria-label="Request" hidden></aside>
</main>
<dialog class="keys" id="keys" aria-label="Keys"></dialog>
<noscript><p class="nothing">This page shows what happens as it happens, and needs its script for that.</p></noscript>
<script>${script}</script>
</body>
</html>
`
}
