/** What checkov reports about stacks of tenants and we accept: examples/dbaas-fleet has them. */
import type { Waiver } from '../waiver';

export const checkovTenants: readonly Waiver[] = [
  {
    id: 'CKV_AWS_91',
    resource: 'aws_lb.*__*',
    why: 'A network load balancer writes access logs of TLS listeners only; TLS ends in the database, which logs its connections. Flow logs have them as well.',
    dropWhen: 'A TLS listener is added.',
  },
];
