/** What checkov reports beyond that about two regions of one provider, and we accept. */
import type { Waiver } from '../waiver';

export const checkovRegions: readonly Waiver[] = [
  {
    id: 'CKV_AWS_91',
    resource: 'aws_lb.inner',
    why: 'A network load balancer writes access logs of TLS listeners only; TLS ends in the pods. Flow logs have the connections.',
    dropWhen: 'A TLS listener is added.',
  },
  {
    id: 'CKV2_AWS_23',
    resource: 'aws_route53_record.metrics_*',
    why: 'Private names of the other region: fixed addresses of the inner balancer, which stands in another stack.',
    dropWhen: 'The check learns what it misjudges.',
  },
  {
    id: 'CKV_AZURE_206',
    resource: 'azurerm_storage_account.account_*backups',
    why: 'Backups are copied object by object into an account of the other region, which can be read at once; an account that does so may have no redundancy that fails over.',
    dropWhen: 'Azure copies objects out of an account that fails over.',
  },
];
