/** Alerts on metrics that Azure keeps of its own resources: they ring whatever the cluster's own monitoring does. */
import { MonitorMetricAlert } from '@cdktf/provider-azurerm/lib/monitor-metric-alert';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { address } from '../ids';
import type { Place } from './group';
import type { AzureContext } from './stack';

export interface MetricAlert {
  readonly id: string;
  readonly scope: string;
  readonly metricNamespace: string;
  readonly metricName: string;
  readonly aggregation: 'Average' | 'Maximum' | 'Total';
  readonly operator: 'GreaterThan' | 'LessThan';
  readonly threshold: number;
  readonly dimensions?: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** 0 is the worst, 4 the mildest. */
  readonly severity: 0 | 1 | 2 | 3;
  readonly description: string;
}

export interface MetricAlertProps {
  readonly alert: MetricAlert;
  /** Who is told. */
  readonly actionGroupId: string;
}

/** Asked every five minutes about the last quarter of an hour. */
export function metricAlert(stack: PlatformStack, { names }: AzureContext, { resourceGroupName }: Place, { alert, actionGroupId }: MetricAlertProps): void {
  const { id, scope, severity, description, dimensions, ...criteria } = alert;
  pinned(
    new MonitorMetricAlert(stack, address(`alert-${id}`), {
      name: `${names.prefix()}-${id}`,
      resourceGroupName,
      scopes: [scope],
      severity,
      description,
      frequency: 'PT5M',
      windowSize: 'PT15M',
      autoMitigate: true,
      criteria: [
        {
          ...criteria,
          ...(dimensions === undefined ? {} : { dimension: dimensions.map(({ name, values }) => ({ name, operator: 'Include', values: [...values] })) }),
        },
      ],
      action: [{ actionGroupId }],
    }),
  );
}
