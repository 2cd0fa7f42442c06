/** Helm by a person's hand: charts, a plan and a program that applies them; in the cluster only the records of it. */
import type { Component } from '../../../lib/components';
import { namespaces } from '../../../lib/names';
import type { Context } from '../../context';
import type { DeliveryOption } from '../contract';
import { deliver } from './deliver';
import { finish } from './keep';
import { observability } from './observability';
import { readerRole, recordPolicy } from './records';

const records = (_: Context): Component => ({
  name: 'delivery-records',
  summary: 'Records of what was applied, when, by whom and from which commit; nothing runs here.',
  namespace: namespaces.deliveryRecords,
  needs: ['namespaces'],
  provides: ['delivery'],
  keep: true,
  content: {
    kind: 'manifests',
    build: (chart) => {
      readerRole(chart);
      recordPolicy(chart, namespaces.deliveryRecords);
    },
  },
  intents: {
    // No pod: the program runs where the person is.
    namespaces: [{ name: namespaces.deliveryRecords, podSecurity: 'restricted', quota: { pods: 0, cpu: '0', memory: '0Mi' }, holdsData: true }],
    ...observability,
  },
});

export const option: DeliveryOption = { components: [records], deliver, finish };
