/** Certificates as cert-manager makes them of the Certificate objects in dist/, by openssl. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from './process';

/** A certificate authority as two files; `certificate` may hold the chain above it. */
export interface Authority {
  readonly certificate: string;
  readonly key: string;
}

/** The parts of a Certificate that decide who accepts what comes of it. */
export interface Certificate {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly dnsNames: readonly string[];
    readonly privateKey: { readonly algorithm: string; readonly size: number };
    readonly usages: readonly string[];
    readonly issuerRef: { readonly name: string };
  };
}

const curves: Readonly<Record<number, string>> = { 256: 'P-256', 384: 'P-384' };

async function key(file: string, size: number): Promise<string> {
  await mustRun('openssl', ['genpkey', '-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curves[size] ?? 'P-256'}`, '-out', file]);
  return file;
}

/** A root that signs itself. */
export async function authority(folder: string, name: string): Promise<Authority> {
  mkdirSync(folder, { recursive: true });
  const made = { certificate: join(folder, `${name}.crt`), key: await key(join(folder, `${name}.key`), 384) };
  const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign,digitalSignature'].flatMap((each) => ['-addext', each]);
  await mustRun('openssl', ['req', '-x509', '-new', '-key', made.key, '-days', '2', '-subj', `/CN=${name}`, ...extensions, '-out', made.certificate]);
  return made;
}

const usages: Readonly<Record<string, { readonly keyUsage?: string; readonly extended?: string }>> = {
  'digital signature': { keyUsage: 'digitalSignature' },
  'server auth': { extended: 'serverAuth' },
  'client auth': { extended: 'clientAuth' },
};

const list = (name: string, values: readonly (string | undefined)[]): string => {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? '' : `${name}=critical,${known.join(',')}`;
};

/** `tls.crt`, `tls.key` and `ca.crt` in `folder`, the keys of the Secret that cert-manager writes. */
export async function issue({ metadata, spec }: Certificate, by: Authority, folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const file = (name: string): string => join(folder, name);
  await key(file('tls.key'), spec.privateKey.size);
  const unknown = spec.usages.filter((usage) => usages[usage] === undefined);
  if (unknown.length > 0) throw new Error(`certificate ${metadata.name} has usages that this function does not know: ${unknown.join(', ')}`);
  const extensions = [
    `subjectAltName=critical,${spec.dnsNames.map((name) => `DNS:${name}`).join(',')}`,
    list(
      'keyUsage',
      spec.usages.map((usage) => usages[usage]?.keyUsage),
    ),
    list(
      'extendedKeyUsage',
      spec.usages.map((usage) => usages[usage]?.extended),
    ).replace('critical,', ''),
  ];
  writeFileSync(file('extensions'), extensions.join('\n'));
  await mustRun('openssl', ['req', '-new', '-key', file('tls.key'), '-subj', '/', '-out', file('request')]);
  const signing = ['-CA', by.certificate, '-CAkey', by.key, '-CAcreateserial', '-CAserial', file('serial')];
  await mustRun('openssl', ['x509', '-req', '-in', file('request'), ...signing, '-days', '1', '-extfile', file('extensions'), '-out', file('leaf')]);
  // The issuer hands out its own certificate below the leaf unless it is a root, and keeps the root apart.
  const chain = readFileSync(by.certificate, 'utf8').split(/(?<=-----END CERTIFICATE-----\n)/);
  const root = chain.at(-1) ?? '';
  writeFileSync(file('tls.crt'), readFileSync(file('leaf'), 'utf8') + chain.slice(0, -1).join(''));
  writeFileSync(file('ca.crt'), root);
  return folder;
}
