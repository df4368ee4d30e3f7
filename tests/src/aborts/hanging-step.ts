import { type Fault, type ReceivedRequest, redirect } from '@mlflow-artifacts/testing/fault-server'

/** Where an answer stops. */
export const PHASES = [
  'before its headers',
  'after an interim answer',
  'before its body',
  'in its body',
  'in the words of a refusal',
  'behind a redirect',
  'in the pause before a repetition',
] as const

export type Phase = (typeof PHASES)[number]

/** What a request meets that never ends; `undefined` where its answer has no such phase. */
export function hangingStep(phase: Phase, request: ReceivedRequest, elsewhere: string): Fault | undefined {
  const hasBody = request.method !== 'HEAD'
  switch (phase) {
    case 'before its headers':
      return { stallBeforeHeaders: true }
    case 'after an interim answer':
      return { raw: [Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n')] }
    case 'before its body':
      return hasBody ? { stallAt: 0 } : undefined
    case 'in its body':
      return hasBody ? { stallAt: 1 } : undefined
    case 'in the words of a refusal':
      return hasBody ? { answer: { status: 403, body: 'x'.repeat(100) }, stallAt: 1 } : undefined
    case 'behind a redirect':
      return redirect(elsewhere, 307)
    case 'in the pause before a repetition':
      return { answer: { status: 503, headers: { 'retry-after': '60' } } }
  }
}
