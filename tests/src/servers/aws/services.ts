import type { AskedService } from './start-aws-services.ts'

/** A service that gives out credentials. */
export type ServiceName = 'sts' | 'sso' | 'imds' | 'container'

const HOUR_MS = 3_600_000
/** The token that containers, machines and users of SSO have to send. */
export const AGENT_TOKEN = 'agent-token'
/** The token that STS takes for a web identity. */
export const WEB_TOKEN = 'web.identity.token'

interface ServiceAnswer {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** Which service a URL leads to. */
export function serviceOf(target: string): ServiceName {
  if (target.startsWith('/latest/')) return 'imds'
  if (target.startsWith('/federation/')) return 'sso'
  return target.startsWith('/credentials') ? 'container' : 'sts'
}

/** @param fault - a status to refuse with. Default: what is wrong with the request, if anything is */
export function answerAsService(asked: AskedService, fault: number | undefined): ServiceAnswer {
  switch (asked.service) {
    case 'sts':
      return sts(asked, fault)
    case 'sso':
      return asked.headers['x-amz-sso_bearer_token'] === AGENT_TOKEN && fault === undefined
        ? json(200, { roleCredentials: { ...camel('ASIASSO'), expiration: Date.now() + HOUR_MS } })
        : json(fault ?? 401, { message: 'Session token not found or invalid' })
    case 'container':
      return asked.headers.authorization === AGENT_TOKEN && fault === undefined
        ? json(200, { ...key('ASIACONTAINER'), Token: 'session' })
        : json(fault ?? 403, { message: 'Forbidden' })
    case 'imds':
      return imds(asked, fault)
  }
}

function sts({ body }: Pick<AskedService, 'body'>, fault: number | undefined): ServiceAnswer {
  const form = new URLSearchParams(body)
  const action = form.get('Action') ?? ''
  if (fault !== undefined) return stsError(fault, fault === 403 ? 'AccessDenied' : 'InternalFailure')
  const isWeb = action === 'AssumeRoleWithWebIdentity'
  if (isWeb && form.get('WebIdentityToken') !== WEB_TOKEN) return stsError(400, 'InvalidIdentityToken')
  const { AccessKeyId, SecretAccessKey, Expiration } = key(isWeb ? 'ASIAWEB' : 'ASIAROLE')
  const role = form.get('RoleArn') ?? ''
  return xml(
    200,
    `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result>` +
      `<AssumedRoleUser><Arn>${role.replace(':role/', ':assumed-role/')}/s</Arn><AssumedRoleId>A:s</AssumedRoleId></AssumedRoleUser>` +
      `<Credentials><AccessKeyId>${AccessKeyId}</AccessKeyId><SecretAccessKey>${SecretAccessKey}</SecretAccessKey>` +
      `<SessionToken>session</SessionToken><Expiration>${Expiration}</Expiration></Credentials>` +
      `</${action}Result></${action}Response>`,
  )
}

function imds({ target, headers }: AskedService, fault: number | undefined): ServiceAnswer {
  if (fault !== undefined) return plain(fault, '')
  if (target === '/latest/api/token') return plain(200, AGENT_TOKEN)
  if (headers['x-aws-ec2-metadata-token'] !== AGENT_TOKEN) return plain(401, '')
  if (!target.startsWith('/latest/meta-data/iam/security-credentials/')) return plain(404, '')
  if (target.endsWith('/')) return plain(200, 'role')
  return json(200, {
    Code: 'Success',
    Type: 'AWS-HMAC',
    LastUpdated: '2026-01-01T00:00:00Z',
    ...key('ASIAIMDS'),
    Token: 'session',
  })
}

function key(id: string): { AccessKeyId: string; SecretAccessKey: string; Expiration: string } {
  const Expiration = new Date(Date.now() + HOUR_MS).toISOString().replace(/\.\d+Z$/, 'Z')
  return { AccessKeyId: id, SecretAccessKey: 'secret', Expiration }
}

function camel(id: string): Record<string, string> {
  return { accessKeyId: id, secretAccessKey: 'secret', sessionToken: 'session' }
}

function stsError(status: number, code: string): ServiceAnswer {
  return xml(
    status,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code>` +
      `<Message>STS says ${code}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  )
}

const json = (status: number, value: unknown): ServiceAnswer => ({
  status,
  type: 'application/json',
  text: JSON.stringify(value),
})
const xml = (status: number, text: string): ServiceAnswer => ({ status, type: 'text/xml', text })
const plain = (status: number, text: string): ServiceAnswer => ({ status, type: 'text/plain', text })
