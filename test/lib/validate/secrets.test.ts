import { secretFindings } from '../../../lib/validate/secrets';

const letters = (count: number): string => 'A1b2'.repeat(count).slice(0, count);
/** Put together here, so that this file holds nothing that looks like a credential itself. */
const traces: Readonly<Record<string, string>> = {
  'a private key': ['-----BEGIN EC', 'PRIVATE KEY-----'].join(' '),
  'an AWS access key': `AKIA${letters(16).toUpperCase()}`,
  'a GitHub token': `ghp_${letters(36)}`,
  'a Slack webhook': ['https://hooks.slack.com', 'services', 'T0AAA', 'B0AAA', 'x'].join('/'),
  'a JSON web token': ['eyJhbGciOiJSUzI1NiJ9', 'eyJzdWIiOiJhYmMifQ00', letters(20)].join('.'),
  'an Azure storage key': `AccountKey=${letters(64)}`,
  'a URL with a password': `postgres://owner:${letters(12)}@db.example/x`,
  'a password hash': `$2b$12$${letters(53)}`,
};

describe('secrets', () => {
  it.each(Object.entries(traces))('are found: %s', (what, text) => {
    expect(secretFindings('a.yaml', `kind: ConfigMap\ndata:\n  x: ${text}\n`)).toEqual([
      { check: 'secret', file: 'a.yaml', message: `holds what looks like ${what}` },
    ]);
  });

  it('are found as values of a Secret', () => {
    expect(secretFindings('a.yaml', 'kind: Secret\nmetadata:\n  name: a\nstringData:\n  password: hunter2\n')).toEqual([
      { check: 'secret', file: 'a.yaml', message: 'is a Secret with values: state a secret intent instead' },
    ]);
  });

  it.each([
    ['a Secret without values', 'kind: Secret\nmetadata:\n  name: a\n'],
    [
      'the cluster Secret of Argo CD, which holds a name and an address',
      'kind: Secret\nmetadata:\n  labels:\n    argocd.argoproj.io/secret-type: cluster\nstringData:\n  name: aws-euc1\n',
    ],
    ['a URL without a password', 'url: https://git.example:8443/acme/platform\nat: https://user@git.example/x\n'],
    ['a template that a URL will be made of', 'url: postgres://{{ .username }}:{{ .password }}@db/x\n'],
    ['an address that is given by a file', 'api_url_file: /etc/alertmanager/secrets/routing/warning\n'],
  ])('are not seen in %s', (_, text) => {
    expect(secretFindings('a.yaml', text)).toEqual([]);
  });
});
