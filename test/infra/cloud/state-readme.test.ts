/** What the bootstrap stacks say about the states of a region that is gone. */
import { regionsPlatform, stacksOf, type Edit } from './regions';

describe('states of a region that is gone', () => {
  it('AWS: commands point at the copy that the other region has', () => {
    const aws = stacksOf(regionsPlatform('aws-regions'));
    const text = aws.readme('bootstrap-aws');
    const buckets = Object.values(aws.json('bootstrap-aws').resource['aws_s3_bucket'] ?? {}).map(({ bucket }) => bucket);
    const copy = 'orders-db-tfstate-eu-west-1-222233334444';
    expect(buckets).toContain(copy);
    expect(text).toContain(`-backend-config=bucket=${copy}`);
    const override = JSON.parse(/<<'JSON'\n(.*)\nJSON/.exec(text)?.[1] ?? '{}') as { data: { terraform_remote_state: Readonly<Record<string, unknown>> } };
    expect(Object.keys(aws.json('edge').data['terraform_remote_state'] ?? {})).toEqual(
      expect.arrayContaining(Object.keys(override.data.terraform_remote_state)),
    );
    expect(override.data.terraform_remote_state['euc1_network']).toEqual({ config: { bucket: copy, key: 'euc1-network.tfstate', region: 'eu-west-1' } });
  });

  it('Azure: the account of the home fails over, where it has a pair', () => {
    const azure = stacksOf(regionsPlatform('azure-regions'));
    const accounts = Object.values(azure.json('bootstrap-azure').resource['azurerm_storage_account'] ?? {});
    expect(accounts.map((account) => account['account_replication_type'])).toEqual(['GZRS', 'GZRS']);
    expect(azure.readme('bootstrap-azure')).toContain(`az storage account failover --name ${String(accounts[0]?.['name'])}`);
    expect(azure.readme('bootstrap-azure')).toContain('of every stack but `edge`');
  });

  it('Azure: without a pair there is nothing to fail over to', () => {
    const edits: readonly Edit[] = [['region: westeurope', 'region: polandcentral']];
    const text = stacksOf(regionsPlatform('azure-regions', edits)).readme('bootstrap-azure');
    expect(text).not.toContain('failover');
    expect(text).toContain('those stacks wait until it is back');
  });
});
