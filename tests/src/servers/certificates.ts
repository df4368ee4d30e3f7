import { execFile } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const execute = promisify(execFile)

const CONFIG = `
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = CA:FALSE
subjectAltName = DNS:localhost, IP:127.0.0.1, DNS:*.googleapis.com
extendedKeyUsage = serverAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[client]
basicConstraints = CA:FALSE
extendedKeyUsage = clientAuth
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ca]
default_ca = issuer
[issuer]
default_md = sha256
policy = any
new_certs_dir = .
database = index.txt
rand_serial = yes
unique_subject = no
[any]
commonName = supplied
`

/** A key with the certificate for it, both as PEM. */
export interface KeyPair {
  readonly key: string
  readonly cert: string
}

/** A private certificate authority, and what it issued. */
export interface Certificates {
  /** The authority's own certificate. */
  readonly authority: string
  readonly authorityPath: string
  /** Of `localhost`, `127.0.0.1`, and the hosts of Google's services. */
  readonly server: KeyPair
  /** The same, but it ended in 2021. */
  readonly expired: KeyPair
  readonly client: KeyPair
  /** One PEM file with certificate and key. */
  readonly clientPath: string
}

/** Makes certificates with `openssl`. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  await mkdir(folder, { recursive: true })
  const openssl = (...parameters: string[]): Promise<unknown> =>
    execute('openssl', parameters, { cwd: folder })
  await writeFile(join(folder, 'openssl.cnf'), CONFIG)
  await writeFile(join(folder, 'index.txt'), '')
  const newKey = ['-newkey', 'rsa:2048', '-nodes', '-config', 'openssl.cnf']
  const authority = ['-subj', '/CN=Authority of the tests', '-extensions', 'authority']
  await openssl('req', '-x509', ...newKey, ...authority, '-keyout', 'ca.key', '-out', 'ca.pem')

  async function issue(name: string, extensions: string, from: string, to: string): Promise<KeyPair> {
    await openssl(
      'req',
      '-new',
      ...newKey,
      '-subj',
      `/CN=${name}`,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.csr`,
    )
    const issuer = ['-config', 'openssl.cnf', '-batch', '-notext', '-cert', 'ca.pem', '-keyfile', 'ca.key']
    const dates = ['-startdate', from, '-enddate', to, '-extensions', extensions]
    await openssl('ca', ...issuer, ...dates, '-in', `${name}.csr`, '-out', `${name}.crt`)
    const [key, cert] = await Promise.all(
      [`${name}.key`, `${name}.crt`].map((file) => readFile(join(folder, file), 'utf8')),
    )
    return { key: key ?? '', cert: cert ?? '' }
  }

  // One after the other: they share the authority's database.
  const server = await issue('server', 'server', '20200101000000Z', '20900101000000Z')
  const expired = await issue('expired', 'server', '20200101000000Z', '20210101000000Z')
  const client = await issue('client', 'client', '20200101000000Z', '20900101000000Z')
  const clientPath = join(folder, 'client.pem')
  await writeFile(clientPath, client.cert + client.key)
  const authorityPath = join(folder, 'ca.pem')
  return {
    authority: await readFile(authorityPath, 'utf8'),
    authorityPath,
    server,
    expired,
    client,
    clientPath,
  }
}
