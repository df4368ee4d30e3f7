/** How much this process holds open of the network and of time. */
export function openResources(): number {
  return process
    .getActiveResourcesInfo()
    .filter((name) => /^(?:Timeout|TCPSocketWrap|TCPConnectWrap|TLSWrap|GetAddrInfoReqWrap)$/.test(name))
    .length
}
