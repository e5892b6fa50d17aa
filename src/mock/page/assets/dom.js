/** An HTML element. Children are elements and texts, which are never read as markup. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    if (key === 'onclick') element.addEventListener('click', value)
    else element.setAttribute(key, value === true ? '' : String(value))
  }
  element.append(...children.flat(3).filter((child) => child !== undefined && child !== false))
  return element
}

export function byId(id) {
  return document.getElementById(id)
}

export function timeOf(instant) {
  const time = new Date(instant)
  const two = (number) => String(number).padStart(2, '0')
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}

/** `2` for 200 to 299, `0` for a connection that was cut. */
export function classOf(status) {
  return status === 0 ? '0' : String(Math.floor(status / 100))
}

export function copy(text, button) {
  navigator.clipboard?.writeText(text).then(
    () => {
      button.textContent = 'Copied'
      setTimeout(() => {
        button.textContent = 'Copy'
      }, 1_200)
    },
    () => undefined,
  )
}
