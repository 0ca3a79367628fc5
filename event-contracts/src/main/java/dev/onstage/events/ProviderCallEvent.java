package dev.onstage.events;

/** Observations about a call, on {@link Topic#PROVIDER_CALL}. They inform stream-control and decide nothing themselves. */
public sealed interface ProviderCallEvent extends OnstageEvent permits CallObserved, IngressObserved {
    /** The call, {@code type:id}, also the record key. */
    String callCid();
}
