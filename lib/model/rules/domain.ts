import { cloudflareOf } from '../edge';
import { relation, rule } from './rule';

/** Whether `host` is `domain` or below it. */
export const isBelow = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

/** The edge can only serve hosts of its own zone. */
export const domainInZone = rule(['domain', 'edge'], ({ domain, edge }) =>
  isBelow(domain, edge.zone.name)
    ? []
    : [
        relation(
          'domain',
          ['edge.zone.name'],
          `'${domain}' is not in the zone edge.zone.name (${edge.zone.name})`,
          `The domain is the zone or a name below it; if ${edge.zone.name} is the wrong zone, change edge.zone. Write: domain: ${edge.zone.name}`,
        ),
      ],
);

/** Certificates that come with a zone cover the zone and one level below it. */
export const certificateDepth = rule(['domain', 'edge', 'workloads'], ({ domain, edge: chosen, workloads }) => {
  const edge = cloudflareOf(chosen);
  if (!edge || edge.addOns.includes('advanced-certificates') || !isBelow(domain, edge.zone.name)) return [];
  const why = `Certificates of the zone cover one level below ${edge.zone.name}; more needs Advanced Certificate Manager.`;
  const fix = `Write: addOns: [${[...edge.addOns, 'advanced-certificates'].join(', ')}]`;
  if (domain !== edge.zone.name)
    return [
      relation(
        'domain',
        ['edge.zone.name', 'edge.addOns'],
        `hosts below '${domain}' lie two levels or more below the zone ${edge.zone.name}, without a certificate at the edge`,
        `${why} ${fix} or: domain: ${edge.zone.name}`,
      ),
    ];
  return workloads.flatMap(({ host }, index) =>
    isBelow(host, domain) && host !== domain && host.slice(0, -domain.length - 1).includes('.')
      ? [
          relation(
            `workloads.${index}.host`,
            ['edge.addOns'],
            `'${host}' lies more than one level below the zone ${edge.zone.name}, without a certificate at the edge`,
            `${why} ${fix} or: host: ${host.slice(0, -domain.length - 1).replaceAll('.', '-')}.${domain}`,
          ),
        ]
      : [],
  );
});
