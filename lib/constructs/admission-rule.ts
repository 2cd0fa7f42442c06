/** One rule that the API server itself enforces: no webhook that could be down. */
import type { Chart } from 'cdk8s';
import {
  ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicyBinding,
  type AdmissionregistrationMatchResources,
  type AdmissionregistrationValidatingAdmissionPolicySpec,
} from '../../imports/k8s';

export interface AdmissionRule {
  readonly name: string;
  /** What is looked at. */
  readonly resources: NonNullable<AdmissionregistrationMatchResources['resourceRules']>;
  /** Namespaces that are not looked at. @default - none */
  readonly exemptNamespaces?: readonly string[];
  /** Looks only at namespaces that have this label. @default - at all */
  readonly namespaceLabel?: string;
  /** All must be true for the rule to apply. Name -> CEL. */
  readonly conditions?: Readonly<Record<string, string>>;
  /** Name -> CEL, in the order in which they refer to each other. */
  readonly variables?: Readonly<Record<string, string>>;
  /** All must be true. */
  readonly validations: NonNullable<AdmissionregistrationValidatingAdmissionPolicySpec['validations']>;
  /** Written to the audit log for requests that pass as well. Key -> CEL that gives a text, or null for nothing. */
  readonly audit?: Readonly<Record<string, string>>;
}

/** The policy and its binding. A mistake in an expression refuses the request rather than letting it through. */
export function admissionRule(chart: Chart, rule: AdmissionRule): void {
  const { name, resources, exemptNamespaces = [], namespaceLabel, conditions = {}, variables = {}, validations, audit = {} } = rule;
  const selected = [
    ...(exemptNamespaces.length > 0 ? [{ key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: [...exemptNamespaces].sort() }] : []),
    ...(namespaceLabel === undefined ? [] : [{ key: namespaceLabel, operator: 'Exists' }]),
  ];
  new ValidatingAdmissionPolicy(chart, name, {
    metadata: { name },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        matchPolicy: 'Equivalent',
        resourceRules: resources,
        ...(selected.length > 0 ? { namespaceSelector: { matchExpressions: selected } } : {}),
      },
      ...listed(
        'matchConditions',
        Object.entries(conditions).map(([condition, expression]) => ({ name: condition, expression })),
      ),
      ...listed(
        'variables',
        Object.entries(variables).map(([variable, expression]) => ({ name: variable, expression })),
      ),
      ...listed(
        'auditAnnotations',
        Object.entries(audit).map(([key, valueExpression]) => ({ key, valueExpression })),
      ),
      validations,
    },
  });
  // Audit beside Deny: the audit log says which rule refused a request.
  new ValidatingAdmissionPolicyBinding(chart, `${name}-binding`, { metadata: { name }, spec: { policyName: name, validationActions: ['Deny', 'Audit'] } });
}

const listed = <K extends string, T>(key: K, items: readonly T[]): Readonly<Record<K, readonly T[]>> | object => (items.length > 0 ? { [key]: items } : {});

/** A list of texts in CEL. JSON text is CEL text for the names and keys that go in here. */
export const celList = (values: readonly string[]): string =>
  `[${[...values]
    .sort()
    .map((value) => JSON.stringify(value))
    .join(', ')}]`;
