/** Looks for secrets in generated text: none may ever be there. */
import type { Finding } from './finding';

const traces: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  { what: 'an AWS access key', pattern: /\b(AKIA|ASIA)[A-Z0-9]{16}\b/ },
  { what: 'a GitHub token', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,}\b/ },
  { what: 'a Slack webhook', pattern: /hooks\.slack\.com\/services\/T[A-Z0-9]+\/B[A-Z0-9]+/ },
  { what: 'a JSON web token', pattern: /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/ },
  { what: 'an Azure storage key', pattern: /AccountKey=[A-Za-z0-9+/]{60,}/ },
  { what: 'a URL with a password', pattern: /\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/"'$<{]+:[^\s@/"'$<{]{3,}@/ },
  { what: 'a password hash', pattern: /\$2[aby]\$\d\d\$[./A-Za-z0-9]{53}|\$argon2id?\$/ },
];

/** Values of Secrets, and anything that looks like a credential, in one file. */
export function secretFindings(file: string, text: string): readonly Finding[] {
  const found = traces
    .filter(({ pattern }) => pattern.test(text))
    .map(({ what }): Finding => ({ check: 'secret', file, message: `holds what looks like ${what}` }));
  const secretObject =
    /^kind: Secret$/m.test(text) && /^(data|stringData):\n( {2}.*\S.*\n)+/m.test(text) && !/argocd\.argoproj\.io\/secret-type: cluster/.test(text);
  return secretObject ? [...found, { check: 'secret', file, message: 'is a Secret with values: state a secret intent instead' }] : found;
}
