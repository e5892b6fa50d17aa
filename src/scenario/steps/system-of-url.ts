import type { RunningLandscape } from '../../core/landscape.ts'

/** The system whose API a URL belongs to. */
export function systemOfUrl(landscape: RunningLandscape, url: URL): string | undefined {
  for (const { name, url: base } of landscape.systems.values()) {
    if (base !== undefined && (url.href === base || url.href.startsWith(`${base}/`))) return name
  }
  return undefined
}
