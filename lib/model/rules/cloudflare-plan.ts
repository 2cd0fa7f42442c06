import { cloudflareFeatures, cloudflareOf, cloudflarePlans } from '../edge';
import { relation, rule } from './rule';

/** What the platform puts in front of the clusters, and every add-on, must come with the plan. */
export const cloudflarePlan = rule(['edge'], (platform) => {
  const edge = cloudflareOf(platform.edge);
  if (!edge) return [];
  const features = cloudflareFeatures[edge.plan];
  const firewall = features.managedRules
    ? []
    : [
        relation(
          'edge.plan',
          [],
          `the plan '${edge.plan}' has no managed rules for the web application firewall, which stands in front of every host`,
          `Use a plan that has them: ${cloudflarePlans.filter((plan) => cloudflareFeatures[plan].managedRules).join(', ')}. Write: plan: pro`,
        ),
      ];
  const addOns = edge.addOns.flatMap((addOn, index) => {
    if (features.addOns.includes(addOn)) return [];
    const plans = cloudflarePlans.filter((plan) => cloudflareFeatures[plan].addOns.includes(addOn));
    return [
      relation(
        `edge.addOns.${index}`,
        ['edge.plan'],
        `'${addOn}' cannot be bought with edge.plan (${edge.plan})`,
        `It needs the plan ${plans.join(' or ')}. Remove it from addOns or change the plan.`,
      ),
    ];
  });
  return [...firewall, ...addOns];
});

/** Without the paid load balancer nothing moves traffic from a dead cluster to the other. */
export const failover = rule(['edge'], (platform) => {
  const edge = cloudflareOf(platform.edge);
  return !edge || edge.addOns.includes('load-balancing')
    ? []
    : [
        relation(
          'edge.addOns',
          [],
          "lacks 'load-balancing', without which no traffic moves from a dead cluster to the other",
          `Load Balancing is a paid add-on of every plan. Write: addOns: [${['load-balancing', ...edge.addOns].join(', ')}]`,
        ),
      ];
});

/** The identity provider's two hosts, which every cluster serves. */
const ownHosts = 2;

/** Each host that more than one cluster serves takes a load balancer. */
export const loadBalancerCount = rule(['edge', 'workloads'], ({ edge: chosen, workloads }) => {
  const edge = cloudflareOf(chosen);
  if (!edge) return [];
  const { loadBalancers } = cloudflareFeatures[edge.plan];
  const shared = workloads.filter(({ clusters }) => clusters === undefined || clusters.length > 1).length;
  const wanted = ownHosts + shared;
  return !edge.addOns.includes('load-balancing') || wanted <= loadBalancers
    ? []
    : [
        relation(
          'workloads',
          ['edge.plan'],
          `${shared} workloads run on both clusters: with the platform's own ${ownHosts} hosts that makes ${wanted} load balancers, and edge.plan (${edge.plan}) has ${loadBalancers}`,
          `Name one cluster for workloads that need no failover (clusters: [...]), or use the plan enterprise.`,
        ),
      ];
});
