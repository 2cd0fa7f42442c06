/** What only the edge sees: clusters that do not answer it, answers that are errors, a wave of blocked requests. */
import { azureIds } from '../../../cloud/azure/ids';
import { metricAlert, type MetricAlert } from '../../../cloud/azure/kits/metric-alert';
import type { FrontDoor } from './front-door';
import type { AzureEdge } from './stack';

const metricNamespace = 'Microsoft.Cdn/profiles';

const metricAlerts = (scope: string): readonly MetricAlert[] => [
  {
    id: 'front-door-origin',
    scope,
    metricNamespace,
    metricName: 'OriginHealthPercentage',
    aggregation: 'Average',
    operator: 'LessThan',
    threshold: 70,
    dimensions: [{ name: 'Origin', values: ['*'] }],
    severity: 1,
    description: 'A cluster fails the health checks of Front Door: hosts of several clusters went to the other one, those of this cluster alone are down.',
  },
  {
    id: 'front-door-errors',
    scope,
    metricNamespace,
    metricName: 'Percentage5XX',
    aggregation: 'Average',
    operator: 'GreaterThan',
    threshold: 5,
    severity: 1,
    description:
      'One request in twenty ends with a server error, from the clusters or from Front Door itself (502 to 504: it gets no answer, or refuses the certificate).',
  },
  {
    id: 'front-door-blocks',
    scope,
    metricNamespace,
    metricName: 'WebApplicationFirewallRequestCount',
    aggregation: 'Total',
    operator: 'GreaterThan',
    threshold: 2000,
    dimensions: [{ name: 'Action', values: ['Block'] }],
    severity: 2,
    description: 'The firewall blocks more than two requests a second: an attack that it fends off, or a rule that is wrong. The log says which rule and who.',
  },
];

/** To the owner, by the action group of the first cluster's region. */
export function alerts({ stack, home, place }: AzureEdge, { profile }: FrontDoor): void {
  for (const alert of metricAlerts(profile.id)) metricAlert(stack, home, place, { alert, actionGroupId: azureIds(home).actionGroup });
}
