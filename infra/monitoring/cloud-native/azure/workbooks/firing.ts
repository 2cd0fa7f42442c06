/** Alerts that fire now, as Azure lists them: its rules leave no series behind that a query could ask for. */
import type { Panel } from '../../../../../lib/components';
import { severities, type Severity } from '../rules';

export interface AlertsPlace {
  readonly subscriptionId: string;
  /** Resource group of the rules. */
  readonly resourceGroup: string;
}
export interface FiringProps extends AlertsPlace {
  readonly name: string;
  readonly title: string;
  /** A number, or one line for each. */
  readonly type: Panel['type'];
  /** Only these. @default - all that somebody is told of */
  readonly severity: Severity | undefined;
  /** Percent of the page. */
  readonly width: string;
}

/** @see https://learn.microsoft.com/azure/governance/resource-graph/samples/samples-by-table#alertsmanagementresources */
export const firing = ({ name, title, type, severity, width, subscriptionId, resourceGroup }: FiringProps): object => ({
  type: 3,
  name,
  customWidth: width,
  content: {
    version: 'KqlItem/1.0',
    title,
    noDataMessage: 'Nothing fires.',
    size: 4,
    queryType: 1,
    resourceType: 'microsoft.resourcegraph/resources',
    crossComponentResources: [`/subscriptions/${subscriptionId}`],
    query: [
      'alertsmanagementresources',
      '| where type =~ "microsoft.alertsmanagement/alerts"',
      '| extend of = properties.essentials',
      `| where tostring(of.monitorCondition) == "Fired" and tostring(of.alertRule) contains "/resourceGroups/${resourceGroup}/"`,
      `| where of.severity ${severity === undefined ? `!= "Sev${severities.none}"` : `== "Sev${severities[severity]}"`}`,
      ...(type === 'stat' ? ['| summarize Firing = count()'] : lines),
    ].join('\n'),
    visualization: 'table',
  },
});

const lines = [
  '| project Severity = tostring(of.severity), Alert = name, Since = todatetime(of.startDateTime), State = tostring(of.alertState)',
  '| order by Severity asc, Since desc',
];
