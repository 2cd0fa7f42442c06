/** What istioctl reports about dist/ and we accept. */
import type { Waiver } from '../scanners/waiver';

export const istioWaivers: readonly Waiver[] = [
  {
    id: 'IST0133',
    resource: 'EnvoyFilter/istio-ingress/refusals',
    why: 'Every EnvoyFilter is warned of, since it reaches into the proxy. This one changes the body and the status of answers that the gateway gives by itself, after all decisions; if a later proxy ignores it, refusals are bare 403 again. The part login sees it work.',
    dropWhen: 'Istio has an API for what a gateway answers when it refuses.',
  },
];
