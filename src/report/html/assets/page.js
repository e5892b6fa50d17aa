import { startCurves } from './curves.js'
import { startDiagram } from './diagram.js'
import { all } from './dom.js'
import { startKeyboard } from './keyboard.js'
import { startFilters, startSteps } from './steps.js'
import { startTimeline } from './timeline.js'

const shownRun = JSON.parse(document.getElementById('run').textContent)

startFilters(shownRun)
startSteps(shownRun)
startKeyboard()
for (const section of all('[data-scenario]')) startScenario(section)
for (const button of all('[data-copy]')) button.addEventListener('click', () => copyText(button))

/** A scenario that is closed is drawn when it is opened: its parts have no width before. */
function startScenario(section) {
  const index = Number(section.dataset.scenario)
  const scenario = shownRun.scenarios[index]
  startCurves(scenario, section.querySelector('[data-part="curves"]'))
  startTimeline(shownRun, scenario, index, section.querySelector('.timeline'))
  startDiagram(shownRun, scenario, index, section.querySelector('.diagram'))
}

/** Pages that are opened from a file have no clipboard in some browsers: then the text is selected. */
async function copyText(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy)
    button.textContent = 'Copied'
  } catch {
    getSelection().selectAllChildren(button.previousElementSibling)
    button.textContent = 'Selected'
  }
}
