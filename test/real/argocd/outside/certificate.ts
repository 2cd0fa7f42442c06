/** One certificate for all hosts of the world outside: its own authority, trusted only by programs that we start. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../../process';

export interface Certificate {
  /** File that clients trust. */
  readonly file: string;
  readonly certificate: string;
  readonly key: string;
}

/** @throws Error if there is no openssl */
export async function certificateOf(hosts: readonly string[], folder: string): Promise<Certificate> {
  const [file, key, settings] = ['outside.crt', 'outside.key', 'outside.cnf'].map((name) => join(folder, name)) as [string, string, string]; // three names, three paths
  const names = hosts.map((host) => `DNS:${host}`).join(',');
  writeFileSync(
    settings,
    `[req]\nprompt=no\ndistinguished_name=subject\nx509_extensions=extensions\n[subject]\nCN=real-parts\n[extensions]\nbasicConstraints=critical,CA:TRUE\nsubjectAltName=${names}\n`,
  );
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await mustRun('openssl', ['req', '-x509', ...curve, '-days', '2', '-config', settings, '-keyout', key, '-out', file]);
  return { file, certificate: readFileSync(file, 'utf8'), key: readFileSync(key, 'utf8') };
}
