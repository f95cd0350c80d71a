/**
 * Findings of `hawser credential-provider check` with which no credentials come, by the cause that each is a case of. That
 * patterns are missing is judged by the image at hand.
 */
export const problemCauses: Readonly<Record<string, string>> = {
  HW0571: 'HW0404',
  HW0572: 'HW0403',
  HW0575: 'HW0404',
  HW0577: 'HW0404',
  HW0580: 'HW0404',
  HW0582: 'HW0404',
  HW0583: 'HW0404',
};
