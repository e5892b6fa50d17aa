const svgNamespace = 'http://www.w3.org/2000/svg'

/** An HTML element. Children are elements and texts, which are never read as markup. */
export function make(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children)
}

/** An SVG element. */
export function draw(name, attributes = {}, ...children) {
  return filled(document.createElementNS(svgNamespace, name), attributes, children)
}

function filled(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (key === 'onclick') element.addEventListener('click', value)
    else element.setAttribute(key, value === true ? '' : String(value))
  }
  element.append(...children.flat(4).filter((child) => child !== undefined && child !== false))
  return element
}

/** A tooltip of an SVG element. */
export function tip(text) {
  return draw('title', {}, text)
}

export function all(selector, root = document) {
  return [...root.querySelectorAll(selector)]
}

/** Draws again whenever the width of the place changes, and at once. */
export function whenResized(place, drawAt) {
  let width = 0
  new ResizeObserver(() => {
    const now = Math.floor(place.clientWidth)
    if (now === 0 || now === width) return
    width = now
    drawAt(now)
  }).observe(place)
}

export function shortened(text, longest) {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}
