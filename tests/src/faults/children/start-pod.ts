import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { DownloadProcess } from './download-process.ts'

const execute = promisify(execFile)
const NAMESPACES = ['--pid', '--fork', '--kill-child', '--mount-proc', '--uts']

let isPossible: Promise<boolean> | undefined

/** Whether processes can have namespaces of their own here, which takes Linux and its superuser. */
export async function canStartPods(): Promise<boolean> {
  isPossible ??= execute('unshare', [...NAMESPACES, 'true']).then(
    () => true,
    () => false,
  )
  return await isPossible
}

/** A download process as in a pod of its own: with its own process numbers, and a host name that may be anybody's. */
export async function startPod(hostname: string): Promise<DownloadProcess> {
  return await DownloadProcess.start({
    execPath: 'unshare',
    execArgv: [...NAMESPACES, 'sh', '-c', 'hostname "$0" && exec "$@"', hostname, process.execPath],
  })
}
