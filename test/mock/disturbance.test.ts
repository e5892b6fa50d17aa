import { describe, expect, test } from 'vitest'
import { parseDelay } from '../../src/mock/disturbance/parse-delay.ts'
import { parseFault } from '../../src/mock/disturbance/parse-fault.ts'

describe('a latency', () => {
  test.each([
    ['50ms', { kind: 'fixed', delay: 50 }],
    ['uniform:20ms-1s', { kind: 'uniform', from: 20, to: 1_000 }],
    ['normal:80ms,20ms', { kind: 'normal', mean: 80, deviation: 20 }],
    ['lognormal:80ms,0.5', { kind: 'lognormal', median: 80, sigma: 0.5 }],
  ])('%s', (text, delay) => {
    expect(parseDelay(text, '--latency')).toEqual(delay)
  })

  test.each([
    ['fast', '"fast" is no length of time'],
    ['50', '"50" is no length of time'],
    ['1h', 'held back for longer than 30s'],
    ['normal:80ms', 'two figures'],
    ['normal:80ms,20ms,1ms', 'two figures'],
    ['uniform:200ms-20ms', 'ends before it begins'],
    ['lognormal:80ms,x', 'sigma is a number'],
    ['poisson:80ms,1ms', 'no distribution "poisson"'],
  ])('%s is refused', (text, reason) => {
    expect(() => parseDelay(text, '--latency')).toThrow(reason)
  })
})

describe('a fault', () => {
  test.each([
    ['status:503@5%', { effect: { kind: 'status', status: 503 }, probability: 0.05 }],
    ['error:500', { effect: { kind: 'status', status: 500 }, probability: 1 }],
    ['reset@0.5%', { effect: { kind: 'reset' }, probability: 0.005 }],
    ['down', { effect: { kind: 'down' } }],
    ['slow:uniform:1ms-2ms@10%', { effect: { kind: 'latency', delay: { kind: 'uniform' } }, probability: 0.1 }],
    ['truncate:10', { effect: { kind: 'truncate', bytes: 10 } }],
    ['malform:html', { effect: { kind: 'malform', as: 'html' } }],
    ['lostAck:504', { effect: { kind: 'lostAck', as: '504' } }],
  ])('%s', (text, fault) => {
    expect(parseFault(text)).toMatchObject(fault)
  })

  test.each([
    ['malformed', 'there is no fault "malformed"; did you mean "malform"?'],
    ['status', 'expected a status from 400 to 599'],
    ['status:200', 'expected a status from 400 to 599'],
    ['reset@5', 'expected a share above 0%'],
    ['reset@0%', 'expected a share above 0%'],
    ['reset@101%', 'expected a share above 0%'],
    ['reset:1', 'it takes nothing behind the kind'],
    ['malform:xml', 'expected json, html or bytes'],
    ['latency:soon', '"soon" is no length of time'],
    ['toString', 'there is no fault "toString"'],
  ])('%s is refused', (text, reason) => {
    expect(() => parseFault(text)).toThrow(reason)
  })
})
