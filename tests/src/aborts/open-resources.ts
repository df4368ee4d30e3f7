const SOCKETS = /^(?:TCPSocketWrap|TLSWrap)$/
const ALL = /^(?:Timeout|TCPSocketWrap|ConnectWrap|TCPConnectWrap|TLSWrap|GetAddrInfoReqWrap)$/

/** How much this process holds open of the network and of time. */
export function openResources(): number {
  return process.getActiveResourcesInfo().filter((name) => ALL.test(name)).length
}

/** The sockets among that. */
export function openSockets(): number {
  return process.getActiveResourcesInfo().filter((name) => SOCKETS.test(name)).length
}
