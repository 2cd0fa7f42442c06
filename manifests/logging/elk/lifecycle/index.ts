/**
 * How long lines are kept and where they are copied: policies, templates and the repository, told by a Job. It runs when they change
 * (its name carries a digest of them) and every hour against changes by hand. No hook of a delivery: each delivers it alike.
 */
import type { Chart } from 'cdk8s';
import { ConfigMap, CronJob, Job, ServiceAccount } from '../../../../imports/k8s';
import type { Component } from '../../../../lib/components';
import { digest } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { asks } from '../names';
import { job, jobPods, jobSpec, listFile } from './job';
import { requests } from './requests';

const { labels, name, namespace } = job;

export const lifecycleComponent: Factory = (context): Component => ({
  name,
  summary: 'Tells Elasticsearch how long it keeps which lines, and has it copy them to the bucket every night.',
  namespace,
  needs: ['namespaces', 'secrets', 'priority-classes', 'logs'],
  provides: ['log-lifecycle'],
  content: { kind: 'manifests', build: (chart) => build(chart, context) },
  intents: {
    flows: [asks(jobPods, 'policies, templates, repository of snapshots')],
    rules: [
      {
        group: name,
        alerts: [
          {
            alert: 'LogLifecycleNotInSync',
            // One that never succeeded counts from the day it was made.
            expr: `time() - max(kube_cronjob_status_last_successful_time{${cronJob}} or kube_cronjob_created{${cronJob}}) > 10800`,
            for: '10m',
            severity: 'warning',
            summary: 'How long logs are kept has not been compared with git for {{ $value | humanizeDuration }}',
            description: `Lines are stored; what changed in platform.yaml does not count yet. kubectl -n ${namespace} logs -l app.kubernetes.io/name=${name} says which request is refused.`,
          },
        ],
      },
    ],
  },
});

const cronJob = `namespace="${namespace}", cronjob="${name}"`;

function build(chart: Chart, context: Context): void {
  const told = requests(context);
  const file = (index: number): string => `${String(index + 1).padStart(2, '0')}.json`;
  const data = {
    [listFile]: told.map(({ path }, index) => `${path} ${file(index)}\n`).join(''),
    ...Object.fromEntries(told.map(({ body }, index) => [file(index), `${JSON.stringify(body, null, 2)}\n`])),
  };
  const config = `${name}-${digest(...Object.values(data))}`;
  const spec = jobSpec(context, config);
  new ServiceAccount(chart, 'account', { metadata: { name, namespace, labels }, automountServiceAccountToken: false });
  new ConfigMap(chart, 'config', { metadata: { name: config, namespace, labels }, immutable: true, data });
  new Job(chart, 'job', { metadata: { name: `${config}-${digest(JSON.stringify(spec))}`, namespace, labels }, spec });
  new CronJob(chart, 'cron', {
    metadata: { name, namespace, labels },
    spec: {
      schedule: '37 * * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 600,
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      suspend: false,
      jobTemplate: { metadata: { labels }, spec },
    },
  });
}
