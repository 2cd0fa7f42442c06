/** Hosts: each with a certificate that Front Door renews by itself, and a route to the clusters that serve it. */
import { CdnFrontdoorCustomDomain } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-custom-domain';
import { CdnFrontdoorCustomDomainAssociation } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-custom-domain-association';
import { CdnFrontdoorRoute } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-route';
import type { CdnFrontdoorRuleSet } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-rule-set';
import { pinned } from '../../../../lib/constructs/stateful';
import { TerraformOutput } from '../../../../lib/constructs/terraform';
import { azureZoneId, originHealthPath, type HostSpec } from '../../../../lib/names';
import { stackOutputs } from '../../../state';
import { address } from '../../../cloud/azure/ids';
import type { FrontDoor } from './front-door';
import type { HostGroup, Origins } from './origins';
import type { AzureEdge } from './stack';

/** Domain of each host, by its id. */
export type Domains = ReadonlyMap<HostSpec['id'], CdnFrontdoorCustomDomain>;

export function domains({ stack, platform, settings, hosts, ownsZone }: AzureEdge, { profile }: FrontDoor): Domains {
  const made = new Map(
    hosts.map(({ id, host }) => [
      id,
      pinned(
        new CdnFrontdoorCustomDomain(stack, `domain_${address(id)}`, {
          name: `host-${id}`,
          cdnFrontdoorProfileId: profile.id,
          ...(ownsZone ? { dnsZoneId: azureZoneId(platform, settings.zone.name) } : {}),
          hostName: host,
          // TLS 1.2 is the oldest that Front Door still speaks.
          tls: { certificateType: 'ManagedCertificate' },
        }),
      ),
    ]),
  );
  new TerraformOutput(stack, stackOutputs.hostProofs, {
    value: Object.fromEntries(hosts.map(({ id, host }) => [host, made.get(id)?.validationToken ?? ''])),
    description: 'Token that proves a host to Front Door, as TXT record _dnsauth.<host>.',
  });
  return made;
}

export interface RouteProps {
  readonly group: HostGroup;
  readonly origins: Origins;
  readonly domains: Domains;
  readonly responses: CdnFrontdoorRuleSet;
}
/** What joins a host to its route. */
export type Routed = readonly [host: HostSpec['id'], CdnFrontdoorCustomDomainAssociation];

/** One route for each group of hosts. No cache: most of it is behind a login, and a copy that outlives a login is a leak. */
export function route({ stack }: AzureEdge, { endpoint }: FrontDoor, { group: { id, hosts, check }, ...parts }: RouteProps): readonly Routed[] {
  const own = hosts.flatMap((host) => {
    const domain = parts.domains.get(host.id);
    return domain ? [{ id: host.id, domain }] : [];
  });
  const made = pinned(
    new CdnFrontdoorRoute(stack, `route_${address(id)}`, {
      name: id,
      cdnFrontdoorEndpointId: endpoint.id,
      cdnFrontdoorOriginGroupId: parts.origins.group.id,
      cdnFrontdoorOriginIds: parts.origins.origins.map((origin) => origin.id),
      cdnFrontdoorCustomDomainIds: own.map(({ domain }) => domain.id),
      cdnFrontdoorRuleSetIds: [parts.responses.id],
      enabled: true,
      patternsToMatch: [check ? originHealthPath : '/*'],
      supportedProtocols: ['Http', 'Https'],
      httpsRedirectEnabled: true,
      forwardingProtocol: 'HttpsOnly',
      // The name that Azure gives the endpoint has no firewall.
      linkToDefaultDomain: false,
    }),
  );
  return own.map((host) => [
    host.id,
    pinned(
      new CdnFrontdoorCustomDomainAssociation(stack, `domain_${address(host.id)}_route`, {
        cdnFrontdoorCustomDomainId: host.domain.id,
        cdnFrontdoorRouteIds: [made.id],
      }),
    ),
  ]);
}
