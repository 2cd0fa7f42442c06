import type { Problem } from '../problem';
import { isBelow } from './domain';
import { relation, repeated, rule } from './rule';

/** Certificates, DNS and cookies of the platform cover its own domain only. */
export const hostsBelowDomain = rule(['domain', 'workloads'], ({ domain, workloads }) =>
  workloads.flatMap(({ host, name }, index): readonly Problem[] => {
    if (host !== domain && isBelow(host, domain)) return [];
    const message = host === domain ? `'${host}' is the domain itself` : `'${host}' is not below domain (${domain})`;
    return [
      relation(
        `workloads.${index}.host`,
        ['domain'],
        message,
        `Hosts are names below the domain: certificates, DNS and login cookies cover those. Write: host: ${name}.${domain}`,
      ),
    ];
  }),
);

/** One host leads to one workload. */
export const uniqueHosts = rule(['workloads'], ({ workloads }) =>
  repeated(workloads, ({ host }) => host).map(({ index, first, item }) =>
    relation(
      `workloads.${index}.host`,
      [`workloads.${first}.host`],
      `'${item.host}' is also the host of workloads.${first} (${workloads[first]?.name ?? ''})`,
      `One host leads to one workload. Write: host: ${item.name}.${item.host.slice(item.host.indexOf('.') + 1)}`,
    ),
  ),
);
