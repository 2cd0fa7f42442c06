/** Authorities of the run: what a public authority, cert-manager, the owner of the mesh root and the edge's owner make in production. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../process';

export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** PEM. */
export class Authority {
  readonly #folder: string;
  readonly #name: string;

  private constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = name;
  }

  static async create(folder: string, name: string): Promise<Authority> {
    mkdirSync(folder, { recursive: true });
    const self = new Authority(folder, name);
    await openssl('req', '-x509', ...newKey(self.#file('key')), '-subj', `/O=${name}`, '-days', '2', '-out', self.#file('crt'), ...authorityExtensions);
    return self;
  }

  get certificate(): string {
    return readFileSync(this.#file('crt'), 'utf8');
  }

  get file(): string {
    return this.#file('crt');
  }

  /** A certificate for names. */
  issue(id: string, names: readonly string[]): Promise<Pair> {
    const usage = ['basicConstraints=CA:FALSE', 'extendedKeyUsage=serverAuth,clientAuth', `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`];
    return this.#sign(id, names[0] ?? id, usage);
  }

  /** An authority below this one. */
  intermediate(id: string): Promise<Pair> {
    return this.#sign(id, id, ['basicConstraints=critical,CA:TRUE,pathlen:0', 'keyUsage=critical,keyCertSign,cRLSign']);
  }

  async #sign(id: string, subject: string, extensions: readonly string[]): Promise<Pair> {
    const [key, request, certificate, config] = ['key', 'csr', 'crt', 'cnf'].map((ending) => join(this.#folder, `${id}.${ending}`)) as [
      string,
      string,
      string,
      string,
    ]; // as many as endings
    await openssl('req', ...newKey(key), '-subj', `/CN=${subject}`, '-out', request);
    writeFileSync(config, extensions.join('\n'));
    await openssl(
      'x509',
      '-req',
      '-in',
      request,
      '-CA',
      this.#file('crt'),
      '-CAkey',
      this.#file('key'),
      // A file of serial numbers would be written by several at once.
      '-set_serial',
      `0x${randomBytes(16).toString('hex')}`,
      '-days',
      '2',
      '-extfile',
      config,
      '-out',
      certificate,
    );
    return { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  }

  #file(ending: string): string {
    return join(this.#folder, `${this.#name}.${ending}`);
  }
}

const openssl = (...args: readonly string[]): Promise<string> => mustRun('openssl', args);
const newKey = (file: string): readonly string[] => ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file];
const authorityExtensions = ['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
