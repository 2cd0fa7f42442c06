/** A range as part of a Terraform address: the rule of a range keeps its address when another range comes or goes. */
export const slug = (cidr: string): string => cidr.replaceAll(/[./:]/g, '_');
