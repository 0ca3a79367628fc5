package dev.onstage.support.settings;

import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Secrets as they are at the moment: in the files of a {@link SecretFolder}, which are read again and again, else as configured.
 * Whoever asks waits for no file, so it may be an event loop.
 *
 * <p>Kubernetes swaps all files of a Secret at once. Whoever writes them in another way must replace a file by another that is
 * complete, since half a secret is taken for one.
 */
@Singleton
public class CurrentSecrets {

    private static final Logger LOG = Logger.getLogger(CurrentSecrets.class);

    private final Config config;
    private final Optional<SecretFolder> folder;
    private final Event<SecretsChanged> changes;
    private final KeptSecrets kept = new KeptSecrets();
    private boolean folderIsAway;

    CurrentSecrets(
            Config config,
            @ConfigProperty(name = SecretFolder.SETTING) Optional<String> folder,
            Event<SecretsChanged> changes) {
        this.config = config;
        this.folder = SecretFolder.of(folder.orElse(null));
        this.changes = changes;
        read().ifPresent(kept::take);
        tellUnusable();
    }

    private void tellUnusable() {
        try {
            for (String empty :
                    folder.isEmpty() ? List.<String>of() : folder.get().empty()) {
                LOG.warnf(
                        "The file %s of %s is empty: the setting that it is called like is taken from elsewhere, or has no"
                                + " value.",
                        empty, path());
            }
            for (String other :
                    folder.isEmpty() ? List.<String>of() : folder.get().others()) {
                LOG.warnf(
                        "The file %s of %s is not read: it is called like a setting that is no secret.", other, path());
            }
            for (String unreadable :
                    folder.isEmpty() ? List.<String>of() : folder.get().unreadable()) {
                LOG.warnf("The file %s of %s cannot be read as text; no setting is called so.", unreadable, path());
            }
        } catch (IOException failure) {
            LOG.debugf("The folder %s was not listed: %s", path(), failure);
        }
    }

    /** The value of that setting; empty when neither a file nor anything else has one. */
    public Optional<String> find(String setting) {
        return atThisMoment().apply(setting);
    }

    /** What finds secrets that belong together: it gives none of them from before a change and another from after it. */
    public Function<String, Optional<String>> atThisMoment() {
        Function<String, Optional<String>> files = kept.atThisMoment();
        return setting -> files.apply(setting).or(() -> config.getOptionalValue(setting, String.class));
    }

    @Scheduled(every = "{onstage.secret-files-reread:5s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    synchronized void reread() {
        read().map(kept::take).ifPresent(this::tell);
    }

    private void tell(KeptSecrets.Difference difference) {
        difference
                .away()
                .forEach(file ->
                        LOG.warnf("The file %s of %s is missing or empty: its last value stays.", file, path()));
        difference
                .changed()
                .forEach(file -> LOG.infof(
                        "The file %s of %s has another value, which is asked for %s.",
                        file, path(), SecretNames.isReadAgain(file) ? "from here on" : "after a restart"));
        if (!difference.changed().isEmpty()) {
            changes.fire(new SecretsChanged());
        }
    }

    private Optional<Map<String, String>> read() {
        if (folder.isEmpty()) {
            return Optional.empty();
        }
        try {
            Map<String, String> values = folder.get().read();
            folderIsAway = false;
            return Optional.of(values);
        } catch (IOException failure) {
            if (!folderIsAway) {
                LOG.warnf("The folder %s cannot be read: all its last values stay: %s", path(), failure);
            }
            folderIsAway = true;
            return Optional.empty();
        }
    }

    private String path() {
        return folder.map(existing -> existing.path().toString()).orElse("");
    }
}
