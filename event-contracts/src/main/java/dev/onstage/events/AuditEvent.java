package dev.onstage.events;

/** Events on {@link Topic#AUDIT_ENTRY}. */
public sealed interface AuditEvent extends OnstageEvent permits AuditEntry {}
