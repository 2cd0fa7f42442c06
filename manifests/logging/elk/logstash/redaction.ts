/** What looks like a secret never reaches the store: the value goes, what stood around it stays. Patterns are Ruby's. */

export interface Redaction {
  readonly what: string;
  readonly pattern: string;
  readonly replacement: string;
}

/** No pattern may hold a single quote: each stands between two of them in the pipeline. */
export const redactions: readonly Redaction[] = [
  {
    what: 'a private key',
    pattern: '-----BEGIN ([A-Z ]*)PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)',
    replacement: '-----BEGIN \\1PRIVATE KEY----- [redacted]',
  },
  {
    what: 'credentials of a header',
    pattern: '(?i)(authorization["\\\\]*\\s*[:=]\\s*["\\\\]*(?:basic|bearer|negotiate)\\s+)[A-Za-z0-9._~+/=-]+',
    replacement: '\\1[redacted]',
  },
  { what: 'a JSON web token', pattern: '\\beyJ[A-Za-z0-9_-]{8,}\\.eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*', replacement: '[redacted token]' },
  { what: 'a password in a URL', pattern: '(\\b[a-z][a-z0-9+.-]*://[^\\s:@/"]*:)[^\\s@/"]+@', replacement: '\\1[redacted]@' },
  { what: 'an access key of AWS', pattern: '\\b(AKIA|ASIA)[A-Z0-9]{16}\\b', replacement: '\\1[redacted]' },
  {
    what: 'a field that is named like a secret',
    pattern:
      '(?i)(["\\\\]*\\b(?:password|passwd|secret|client[_-]secret|api[_-]?key|access[_-]token|refresh[_-]token|id[_-]token)["\\\\]*\\s*[:=]\\s*["\\\\]*)[^\\s"\\\\&,;}]+',
    replacement: '\\1[redacted]',
  },
];
