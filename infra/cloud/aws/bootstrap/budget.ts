import { BudgetsBudget } from '@cdktf/provider-aws/lib/budgets-budget';
import { pinned } from '../../../../lib/constructs/stateful';
import { TerraformVariable, type PlatformStack } from '../../../../lib/constructs/terraform';
import type { Platform } from '../../../../lib/model';

/** Terraform variable of bootstrap: what the account may cost. */
export const budgetVariable = 'monthly_budget';

/**
 * Mails to the owner when the month reaches, or is about to reach, what it may cost. Stops nothing. A person says the
 * amount: a new account has no months before it that a limit could follow.
 */
export function budget(stack: PlatformStack, { name, owner }: Platform): void {
  const amount = new TerraformVariable(stack, budgetVariable, {
    type: 'number',
    description: 'What the account may cost in a month, in US dollars.',
    nullable: false,
  });
  amount.addValidation({ condition: `\${var.${budgetVariable} > 0}`, errorMessage: 'More than nothing.' });
  const mail = (notificationType: 'ACTUAL' | 'FORECASTED', threshold: number) => ({
    notificationType,
    comparisonOperator: 'GREATER_THAN',
    threshold,
    thresholdType: 'PERCENTAGE',
    subscriberEmailAddresses: [owner.email],
  });
  pinned(
    new BudgetsBudget(stack, 'monthly', {
      name: `${name}-monthly`,
      budgetType: 'COST',
      timeUnit: 'MONTHLY',
      limitAmount: amount.stringValue,
      limitUnit: 'USD',
      notification: [mail('ACTUAL', 80), mail('ACTUAL', 100), mail('FORECASTED', 110)],
    }),
  );
}
