/** What every platform has, whatever options were picked. */
import type { Option } from '../context';
import { admission } from './admission';
import { certManager } from './cert-manager';
import { crds } from './crds';
import { externalSecrets } from './external-secrets';
import { internalCertificates } from './internal-certificates';
import { namespaceComponents } from './namespaces';
import { postgres } from './postgres';
import { priority } from './priority';
import { secretStores } from './secret-stores';
import { secrets } from './secrets';
import { storage } from './storage';

export const option: Option = {
  components: [
    ...crds,
    ...namespaceComponents,
    priority,
    storage,
    admission,
    externalSecrets,
    secretStores,
    secrets,
    certManager,
    internalCertificates,
    ...postgres,
  ],
};
