/** `<cluster>-identity`: who may do what, the keys, and the places of secrets. */
import { clusterStack, type AwsContext } from '../kits/stack';
import { clusterKeys } from './keys';
import { readme } from './readme';
import { cloudLayerRoles } from './roles';
import { secretContainers } from './secrets';
import { tenantRole } from './tenants';
import { peerRoles, workloadRoles } from './workloads';

export const identityStack = (context: AwsContext) =>
  clusterStack(context, 'identity', {
    summary:
      'Roles of pods, nodes and services, customer managed keys, containers of secrets. A wrong line here is an outage or a hole everywhere: review it as security.',
    readme: readme(context),
    build: (stack) => {
      const keys = clusterKeys(stack, context);
      cloudLayerRoles(stack, context, keys);
      workloadRoles(stack, context, keys);
      peerRoles(stack, context, keys);
      tenantRole(stack, context, keys);
      secretContainers(stack, context, keys.secrets.arn);
    },
  });
