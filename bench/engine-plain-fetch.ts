/* engine-plain-fetch.ts URL COUNT: asks so many times, one after the other, and prints how many milliseconds it took. */
const [url = '', count = '0'] = process.argv.slice(2)

const started = performance.now()
for (let index = 0; index < Number(count); index++) {
  const response = await fetch(`${url}/${index}`)
  await response.json()
}
console.log(performance.now() - started)
