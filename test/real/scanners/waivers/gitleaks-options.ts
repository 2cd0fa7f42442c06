/** What gitleaks takes for secrets in options that the platform in the root does not use. */
import type { Waiver } from '../waiver';

const image = 'oauth2-proxy:v*-alpine';

export const gitleaksOptions: readonly Waiver[] = [
  {
    id: 'generic-api-key',
    resource: [
      `clusters/*/login-proxy/deployment-oauth2-proxy.yaml: ${image}`,
      `clusters/*/token-proxy/deployment-token-proxy.yaml: ${image}`,
      `index.json: ${image}"`,
    ],
    why: 'The name of an image and its tag: the rule sees "auth", a colon and a word of digits and letters.',
    dropWhen: 'The rule knows names of images.',
  },
  {
    id: 'generic-api-key',
    resource: 'terraform/*-edge/main.tf.json: key_algorithm": "EC_prime256v1"',
    why: 'The algorithm of a certificate: the rule sees "key", a colon and a word of digits and letters.',
    dropWhen: 'The rule knows names of algorithms.',
  },
];
