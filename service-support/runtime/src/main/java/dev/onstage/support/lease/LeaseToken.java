package dev.onstage.support.lease;

/**
 * Proof of having been the owner of a lease.
 *
 * @param name the lease
 * @param fence grows with every new owner: a write of the holder must check it in the same statement
 */
public record LeaseToken(String name, long fence) {}
