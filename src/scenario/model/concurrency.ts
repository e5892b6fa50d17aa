/**
 * How lines of steps run beside each other. `free`: each at its own pace. `interleaved`: one step at a time, in an order
 * drawn from the seed. `overlapping`: rounds of steps that start together, drawn from the seed.
 */
export type Concurrency = (typeof concurrencies)[number]

export const concurrencies = ['free', 'interleaved', 'overlapping'] as const
