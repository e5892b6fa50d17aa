/* Answers every request at once, and prints its URL when it is there. */
import { createServer } from 'node:http'

const body = JSON.stringify({ id: 7, state: 'open', items: [{ sku: '100-0042', quantity: 2, price: '12.50' }] })

const server = createServer((request, response) => {
  request.resume()
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}`)
})
