/** The zone at Azure DNS: pods write with their workload identity. */
import { cloudIdentity } from '../../../lib/constructs/cloud-identity';
import { azureAccount } from '../../../lib/model';
import { clientId, edgeApiHosts, edgeGroup } from '../../../lib/names';
import type { Context } from '../../context';
import type { RecordsProvider } from '../external-dns/provider';
import { podLabels } from '../external-dns/values';
import type { ProofProvider } from '../issuers';

const tokens = 'login.microsoftonline.com';
const hosts = ({ platform, cluster }: Context): readonly string[] => [...edgeApiHosts(platform, cluster), tokens];

export const azureProofs: ProofProvider = {
  title: 'Azure DNS',
  solver: ({ platform, cluster, names, lock }) => ({
    azureDNS: {
      subscriptionID: azureAccount(platform).subscriptionId,
      resourceGroupName: edgeGroup(platform),
      hostedZoneName: platform.edge.zone.name,
      environment: 'AzurePublicCloud',
      managedIdentity: { clientID: clientId(lock, cluster, names, 'cert-manager') },
    },
  }),
  hosts,
};

export const azureRecords: RecordsProvider = {
  name: 'azure',
  title: 'Azure DNS',
  trouble: "its identity's rights on the zone of the tenants, or the limit of the API (500 changes in five minutes)",
  hosts,
  values(context) {
    const { serviceAccount, podLabels: labels } = cloudIdentity(context, 'external-dns', podLabels);
    return {
      serviceAccount: { annotations: serviceAccount.annotations },
      podLabels: labels,
      // No secret in it: which identity the pod is, its service account says.
      secretConfiguration: { enabled: true, mountPath: '/etc/kubernetes/', data: { 'azure.json': settings(context) } },
    };
  },
};

/** File that external-dns reads. */
function settings({ platform }: Context): string {
  const { tenantId, subscriptionId } = azureAccount(platform);
  return JSON.stringify({ tenantId, subscriptionId, resourceGroup: edgeGroup(platform), useWorkloadIdentityExtension: true });
}
