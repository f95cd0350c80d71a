/** Connections at once to one destination, of a NAT gateway with one address (VPC User Guide, "NAT gateway basics"). */
export const portsOfNat = 55_000;
