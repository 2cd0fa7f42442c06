/** Front Door itself, and what it sends back with every answer. */
import { CdnFrontdoorEndpoint } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-endpoint';
import { CdnFrontdoorProfile } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-profile';
import { CdnFrontdoorRule } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-rule';
import { CdnFrontdoorRuleSet } from '@cdktf/provider-azurerm/lib/cdn-frontdoor-rule-set';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import { TerraformOutput, type ITerraformDependable, type TerraformResourceLifecycle } from '../../../../lib/constructs/terraform';
import { isUnset, locked } from '../../../../lib/model';
import { checked, frontDoorEndpoint, frontDoorProof } from '../../../../lib/names';
import { stackOutputs } from '../../../state';
import type { AzureEdge } from './stack';

/** Premium: only it has managed rules in its firewall. */
export const frontDoorSku = 'Premium_AzureFrontDoor';
/** Longest wait for the answer of a cluster, in seconds: what Front Door allows, since large queries of metrics take their time. */
const responseSeconds = 240;
/** A year: browsers refuse plain HTTP even on the first visit of the day. */
const strictTransport = 'max-age=31536000; includeSubDomains';

export interface FrontDoor {
  readonly profile: CdnFrontdoorProfile;
  readonly endpoint: CdnFrontdoorEndpoint;
}

export function frontDoor(edge: AzureEdge): FrontDoor {
  const { stack, platform, place } = edge;
  const profile = pinned(
    new CdnFrontdoorProfile(stack, 'front_door', {
      resourceGroupName: place.resourceGroupName,
      name: checked('Azure resource', `afd-${platform.name}`),
      skuName: frontDoorSku,
      responseTimeoutSeconds: responseSeconds,
      // Codes and tokens of logins are there.
      logScrubbingRule: [{ matchVariable: 'QueryStringArgNames' }],
      // A new profile has a new id, and no gateway takes anything from it.
      lifecycle: { ...keep, ...lockGuard(edge) },
    }),
  );
  const endpoint = pinned(
    new CdnFrontdoorEndpoint(stack, 'endpoint', {
      cdnFrontdoorProfileId: profile.id,
      name: checked('Front Door endpoint', frontDoorEndpoint(platform)),
      enabled: true,
      lifecycle: keep,
    }),
  );
  new TerraformOutput(stack, stackOutputs.platform, { value: platform.name, description: 'Platform that these outputs belong to.' });
  new TerraformOutput(stack, stackOutputs.frontDoorId, {
    value: profile.resourceGuid,
    description: 'What Front Door writes into X-Azure-FDID of every request, for cloud.lock.yaml: the gateways take no others.',
  });
  new TerraformOutput(stack, stackOutputs.frontDoorHost, { value: endpoint.hostName, description: 'Host that the names of the platform lead to.' });
  return { profile, endpoint };
}

/** The gateways compare the locked id: when it is not the real one, the apply says so, and nobody has to find out why everything is refused. */
function lockGuard({ clusters }: AzureEdge): Pick<TerraformResourceLifecycle, 'postcondition'> {
  const known = clusters.map(({ cluster, lock }) => ({ cluster, id: locked(lock, cluster.name, frontDoorProof.lockKey) })).filter(({ id }) => !isUnset(id));
  if (known.length === 0) return {};
  return {
    postcondition: known.map(({ cluster, id }) => ({
      condition: `\${self.resource_guid == "${id}"}`,
      errorMessage: `cloud.lock.yaml has ${id} for ${cluster.name} ${frontDoorProof.lockKey}, Front Door has another id. Run npm run lock, synth, commit.`,
    })),
  };
}

/** Headers of answers. Rules refuse to be made before the origins. */
export function responses({ stack }: AzureEdge, { profile }: FrontDoor, origins: ITerraformDependable[]): CdnFrontdoorRuleSet {
  const rules = pinned(new CdnFrontdoorRuleSet(stack, 'responses', { name: 'responses', cdnFrontdoorProfileId: profile.id }));
  pinned(
    new CdnFrontdoorRule(stack, 'response_headers', {
      name: 'headers',
      cdnFrontdoorRuleSetId: rules.id,
      order: 1,
      behaviorOnMatch: 'Continue',
      actions: {
        responseHeaderAction: [
          { headerAction: 'Overwrite', headerName: 'Strict-Transport-Security', value: strictTransport },
          { headerAction: 'Overwrite', headerName: 'X-Content-Type-Options', value: 'nosniff' },
          // Nobody outside needs to know what serves a request and how long it took.
          { headerAction: 'Delete', headerName: 'X-Powered-By' },
          { headerAction: 'Delete', headerName: 'X-Envoy-Upstream-Service-Time' },
        ],
      },
      dependsOn: origins,
    }),
  );
  return rules;
}
