/** Every part of `npm run test:real`, by name. */
import { alertmanager } from './alerts/alertmanager';
import { prometheus } from './alerts/prometheus';
import { istio } from './istio';
import { kubernetes } from './kubernetes';
import { terraform } from './terraform';
import { scanners } from './scanners';
import { kubeconform } from './kubeconform';
import { flux } from './flux';
import { argocd } from './argocd';
import { login } from './login';
import { loginNginx } from './login-nginx';
import { helm } from './helm';
import { dashboards } from './dashboards';
import { collectors } from './collectors';
import { thanos } from './thanos';
import { loki } from './loki';
import { mariadb } from './mariadb';
import { tenants } from './tenants';
import { examples } from './examples';
import type { Part } from './part';

export const parts: Readonly<Record<string, Part>> = {
  prometheus,
  alertmanager,
  kubernetes,
  istio,
  terraform,
  scanners,
  kubeconform,
  argocd,
  helm,
  login,
  dashboards,
  collectors,
  thanos,
  loki,
  mariadb,
  examples,
  'login-nginx': loginNginx,
  flux,
  tenants,
};

/** Parts that read what the platform in the root does not have: run by `examples`. */
export const ofExamples: ReadonlySet<string> = new Set(['login-nginx', 'flux', 'tenants']);
