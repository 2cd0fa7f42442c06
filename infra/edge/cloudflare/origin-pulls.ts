/**
 * The edge proves to the gateways who it is, by a client certificate of our own authority. Cloudflare's shared
 * certificate would only prove "some customer of Cloudflare" (docs/adr/0009-origin-pull-key.md: why the key is in the state).
 */
import { AuthenticatedOriginPullsCertificate } from '@cdktf/provider-cloudflare/lib/authenticated-origin-pulls-certificate';
import { AuthenticatedOriginPullsSettings } from '@cdktf/provider-cloudflare/lib/authenticated-origin-pulls-settings';
import { pinned } from '../../../lib/constructs/stateful';
import { TerraformOutput, TerraformVariable } from '../../../lib/constructs/terraform';
import type { EdgeContext } from './stack';

export const originPullVariables = { certificate: 'origin_pull_certificate', key: 'origin_pull_private_key' } as const;

export function originPulls({ stack, zoneId }: EdgeContext): void {
  const certificate = new TerraformVariable(stack, originPullVariables.certificate, {
    type: 'string',
    nullable: false,
    description: 'Client certificate that Cloudflare shows to the gateways (PEM), signed by the authority in the secret origin-pull-ca',
  });
  const privateKey = new TerraformVariable(stack, originPullVariables.key, {
    type: 'string',
    nullable: false,
    sensitive: true,
    description: 'Private key of the client certificate (PEM). It is kept in the state of this stack',
  });
  const uploaded = pinned(
    new AuthenticatedOriginPullsCertificate(stack, 'origin_pulls_certificate', {
      zoneId,
      certificate: certificate.stringValue,
      privateKey: privateKey.stringValue,
      // The zone must never be without one: the gateways would refuse every request.
      lifecycle: { createBeforeDestroy: true },
    }),
    'origin_pulls',
  );
  pinned(new AuthenticatedOriginPullsSettings(stack, 'origin_pulls_settings', { zoneId, enabled: true, dependsOn: [uploaded] }), 'origin_pulls');
  new TerraformOutput(stack, 'origin_pull_certificate_expires', { value: uploaded.expiresOn, description: 'Renew the client certificate before this date' });
}
