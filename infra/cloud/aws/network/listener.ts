import type { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import type { IngressPort } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { address } from '../names';
import type { Network } from './vpc';

/** TLS passes through to the pods. Pods register by the name of the target group. */
export function listener(stack: PlatformStack, { names }: AwsContext, { vpc }: Network, balancer: Lb, { id, port, targetPort, status }: IngressPort): void {
  const group = pinned(
    new LbTargetGroup(stack, address(`ingress-${id}-targets`), {
      name: names.targetGroup(port),
      vpcId: vpc.id,
      targetType: 'ip',
      protocol: 'TCP',
      port: targetPort,
      // Pods see the load balancer's own addresses (lib/names/load-balancer.ts): who the client was is in the edge's header.
      preserveClientIp: 'false',
      deregistrationDelay: '120',
      healthCheck: {
        enabled: true,
        protocol: 'HTTP',
        port: String(status.port),
        path: status.path,
        matcher: '200',
        interval: 10,
        timeout: 6,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      tags: { Name: names.targetGroup(port) },
      lifecycle: keep,
    }),
    address(`ingress-${id}`),
  );
  pinned(
    new LbListener(stack, address(`ingress-${id}`), {
      loadBalancerArn: balancer.arn,
      port,
      protocol: 'TCP',
      defaultAction: [{ type: 'forward', targetGroupArn: group.arn }],
    }),
  );
}
