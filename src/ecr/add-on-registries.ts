/**
 * Accounts of the registries that hold the add-ons of EKS. They are AWS's own: nobody else creates or
 * changes anything there.
 * Source: EKS User Guide, "View Amazon container image registries for Amazon EKS add-ons".
 */
export const addOnAccounts: ReadonlySet<string> = new Set([
  '602401143452',
  '900889452093',
  '877085696533',
  '800184023465',
  '918309763551',
  '961992271922',
  '558608220178',
  '590381155156',
  '759879836304',
  '455263428931',
  '066635153087',
  '296578399912',
  '491585149902',
  '151742754352',
  '013241004608',
  '730335286997',
  '761377655185',
]);
