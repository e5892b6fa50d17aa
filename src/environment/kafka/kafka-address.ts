/** How a Kafka broker is reached. */
export interface KafkaAddress {
  /** `HOST:PORT`, at least one of the cluster. */
  brokers: readonly string[]
  /** PEM of the authority that the broker's certificate is held against; the system's authorities when it is empty. */
  tls?: { ca?: string }
  login?: { mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512'; user: string; password: string }
}
