import { secrets } from '../../../../lib/names';
import { azureNames } from '../ids';
import type { AzureContext } from '../kits/stack';

/** What a person does after the identities exist: fill the lock file and the secrets. */
export function readme(context: AzureContext): string {
  const { platform, cluster, names } = context;
  const example = secrets(platform)[0];
  return `# Identities, secrets and keys of ${cluster.name}

Apply after \`${cluster.name}-network\`, before \`${cluster.name}-cluster\`. Needs no cluster and no way into the network. Whoever applies needs the role Key Vault Crypto Officer, which \`bootstrap-azure\` gives to the administrators and to the pipeline. Azure needs up to ten minutes until a new role counts everywhere: if a key or the disk encryption set is refused with 403, apply again.

## After the first apply

    terraform -chdir=dist/terraform/${cluster.name}-identity output -json > ${cluster.name}-identity.json
    npm run lock -- ${cluster.name}-identity.json

Commit \`cloud.lock.yaml\` and what \`npm run synth\` changes. From then on an identity whose client id is not the locked one fails the apply.

## Secrets

Vault \`${names.vault()}\` has no public address: put values in from a machine inside the network. Each secret is one JSON object; dist/README.md lists all of them with their properties.

    az keyvault secret set --vault-name ${names.vault()} --name ${example ? names.secret(example.id) : '<id>'} --content-type application/json --file value.json

## Keys

Vault \`${azureNames(context).keyVault}\` holds the keys of disks, etcd and storage accounts, in hardware. They get a new version every year. Disks and storage follow by themselves. For etcd the next plan of \`${cluster.name}-cluster\` shows a new \`key_vault_key_id\`: apply it, then write all Secrets again, so that they are encrypted with it:

    kubectl get secrets --all-namespaces -o json | kubectl replace -f -

Never disable or delete a version: what it encrypted cannot be read any more.
`;
}
