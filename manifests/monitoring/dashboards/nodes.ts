import type { Dashboard } from '../../../lib/components';

const of = 'cluster=~"$cluster", node=~"$node"';
const disks = 'fstype!~"tmpfs|squashfs|vfat|ramfs", mountpoint!~"/boot.*"';

export const nodesDashboard: Dashboard = {
  uid: 'platform-nodes',
  title: 'Platform: nodes',
  folder: 'Platform',
  description: 'How busy, how full and how healthy each node is.',
  variables: [{ name: 'node', label: 'Node', query: 'label_values(kube_node_status_allocatable{cluster=~"$cluster"}, node)' }],
  rows: [
    {
      title: 'Busy',
      panels: [
        {
          title: 'CPU',
          type: 'timeseries',
          queries: [{ expr: `node:cpu_busy:ratio_rate5m{${of}}`, legend: '{{node}}' }],
          unit: 'percentunit',
          thresholds: { warning: 0.85, critical: 0.95 },
        },
        {
          title: 'Memory',
          type: 'timeseries',
          queries: [{ expr: `node:memory_used:ratio{${of}}`, legend: '{{node}}' }],
          unit: 'percentunit',
          thresholds: { warning: 0.85, critical: 0.95 },
        },
        {
          title: 'Disk, busiest device',
          type: 'timeseries',
          queries: [{ expr: `node:disk_busy:ratio_rate5m{${of}}`, legend: '{{node}}' }],
          unit: 'percentunit',
          thresholds: { warning: 0.8, critical: 0.95 },
        },
        {
          title: 'Major page faults',
          description: 'Memory that has to be read back from disk: the sign of a node that is too small.',
          type: 'timeseries',
          queries: [{ expr: `rate(node_vmstat_pgmajfault{${of}}[5m])`, legend: '{{node}}' }],
          unit: 'short',
        },
      ],
    },
    {
      title: 'Full',
      panels: [
        {
          title: 'Fullest filesystem',
          type: 'timeseries',
          queries: [{ expr: `node:disk_used:ratio{${of}}`, legend: '{{node}}' }],
          unit: 'percentunit',
          thresholds: { warning: 0.8, critical: 0.92 },
        },
        {
          title: 'Inodes used',
          type: 'timeseries',
          queries: [
            { expr: `max by (node) (1 - node_filesystem_files_free{${of}, ${disks}} / (node_filesystem_files{${of}, ${disks}} > 0))`, legend: '{{node}}' },
          ],
          unit: 'percentunit',
          thresholds: { warning: 0.8, critical: 0.92 },
        },
        {
          title: 'Connection table',
          type: 'timeseries',
          queries: [{ expr: `node_nf_conntrack_entries{${of}} / node_nf_conntrack_entries_limit{${of}}`, legend: '{{node}}' }],
          unit: 'percentunit',
          thresholds: { warning: 0.8, critical: 0.95 },
        },
        {
          title: 'Open files',
          type: 'timeseries',
          queries: [{ expr: `node_filefd_allocated{${of}} / node_filefd_maximum{${of}}`, legend: '{{node}}' }],
          unit: 'percentunit',
          thresholds: { warning: 0.8 },
        },
      ],
    },
    {
      title: 'Which pods',
      panels: [
        {
          title: 'Most CPU',
          type: 'timeseries',
          width: 8,
          queries: [
            {
              expr: `topk(10, sum by (namespace, pod, node) (rate(container_cpu_usage_seconds_total{${of}, container!=""}[5m])))`,
              legend: '{{namespace}}/{{pod}} {{node}}',
            },
          ],
        },
        {
          title: 'Most memory',
          type: 'timeseries',
          width: 8,
          queries: [
            {
              expr: `topk(10, sum by (namespace, pod, node) (container_memory_working_set_bytes{${of}, container!=""}))`,
              legend: '{{namespace}}/{{pod}} {{node}}',
            },
          ],
          unit: 'bytes',
        },
        {
          title: 'Most network traffic',
          type: 'timeseries',
          width: 8,
          queries: [
            {
              expr: `topk(10, sum by (namespace, pod, node) (rate(container_network_receive_bytes_total{${of}}[5m]) + rate(container_network_transmit_bytes_total{${of}}[5m])))`,
              legend: '{{namespace}}/{{pod}} {{node}}',
            },
          ],
          unit: 'Bps',
        },
      ],
    },
    {
      title: 'Healthy',
      panels: [
        {
          title: 'Conditions',
          description: 'Everything but Ready that is true.',
          type: 'table',
          width: 24,
          queries: [
            {
              expr: `sum by (cluster, node, condition) (kube_node_status_condition{${of}, condition!="Ready", status="true"} == 1) or sum by (cluster, node, condition) (kube_node_status_condition{${of}, condition="Ready", status!="true"} == 1)`,
            },
          ],
        },
        {
          title: 'Network errors',
          type: 'timeseries',
          queries: [
            {
              expr: `sum by (node) (rate(node_network_receive_errs_total{${of}}[5m])) + sum by (node) (rate(node_network_transmit_errs_total{${of}}[5m]))`,
              legend: '{{node}}',
            },
          ],
        },
        { title: 'Clock offset', type: 'timeseries', queries: [{ expr: `node_timex_offset_seconds{${of}}`, legend: '{{node}}' }], unit: 's' },
      ],
    },
  ],
};
