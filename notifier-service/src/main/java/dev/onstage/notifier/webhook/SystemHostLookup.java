package dev.onstage.notifier.webhook;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.util.List;

/**
 * Asks the operating system, so that its hosts file, search domains and cache count. That blocks: it has threads of its own,
 * and a name server that does not answer keeps nobody else waiting.
 */
@ApplicationScoped
class SystemHostLookup implements HostLookup {
    private static final int THREADS = 4;

    private final WorkerExecutor threads;

    SystemHostLookup(Vertx vertx) {
        this.threads = vertx.createSharedWorkerExecutor("webhook-host-lookup", THREADS);
    }

    @Override
    public Uni<List<InetAddress>> addressesOf(String host) {
        return Uni.createFrom()
                .completionStage(() -> threads.executeBlocking(() -> List.of(InetAddress.getAllByName(host)), false)
                        .toCompletionStage());
    }

    @PreDestroy
    void close() {
        threads.close();
    }
}
