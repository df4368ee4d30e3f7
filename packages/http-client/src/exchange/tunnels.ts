import { subscribe } from 'node:diagnostics_channel'
import { Duplex } from 'node:stream'

/** Those who ask for tunnels, by the signal with which they give up. */
const signals = new WeakSet<AbortSignal>()
let isSubscribed = false

/**
 * Closes a tunnel that a proxy has opened when its signal is aborted. undici itself heeds the signal while the proxy is
 * asked, but not while TLS is spoken through the tunnel; it tells of each tunnel on a channel.
 */
export function closeTunnelWith(signal: AbortSignal): void {
  signals.add(signal)
  if (isSubscribed) return
  isSubscribed = true
  subscribe('undici:proxy:connected', (message) => {
    const { socket, connectParams } = messageOf(message)
    const { signal: ofTunnel } = messageOf(connectParams)
    if (!(ofTunnel instanceof AbortSignal && signals.has(ofTunnel) && socket instanceof Duplex)) return
    ofTunnel.addEventListener('abort', () => socket.destroy(), { once: true })
  })
}

function messageOf(value: unknown): Partial<Record<'socket' | 'connectParams' | 'signal', unknown>> {
  return typeof value === 'object' && value !== null ? value : {}
}
