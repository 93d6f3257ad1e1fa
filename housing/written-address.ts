/** An address as people read it in the register, and as it is spoken: "Галицька, 67а, кв. 48". */
export function writtenAddress({
  street,
  house,
  flat,
}: {
  street: string;
  house: string;
  flat: string;
}): string {
  return [street, house, ...(flat === '' ? [] : [`кв. ${flat}`])].join(', ');
}
