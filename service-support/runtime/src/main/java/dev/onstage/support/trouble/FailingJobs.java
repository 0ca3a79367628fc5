package dev.onstage.support.trouble;

import io.quarkus.scheduler.FailedExecution;
import io.quarkus.scheduler.ScheduledExecution;
import io.quarkus.scheduler.SuccessfulExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Says once for each time of trouble that something done from time to time fails, and once that it succeeds again. The scheduler
 * itself would say it each time, with a stack trace; it is silent (see the log category in microprofile-config.properties).
 */
@ApplicationScoped
class FailingJobs {

    private static final Logger LOG = Logger.getLogger(FailingJobs.class);

    private final Map<String, Trouble> jobs = new ConcurrentHashMap<>();

    void failed(@Observes FailedExecution event) {
        String job = nameOf(event.getExecution());
        if (troubleOf(job).begins()) {
            LOG.warnf(event.getException(), "%s fails and is tried again and again", job);
        }
    }

    void succeeded(@Observes SuccessfulExecution event) {
        String job = nameOf(event.getExecution());
        if (troubleOf(job).ends()) {
            LOG.infof("%s succeeds again", job);
        }
    }

    private Trouble troubleOf(String job) {
        return jobs.computeIfAbsent(job, name -> new Trouble());
    }

    /** There are as many as there are methods. */
    private static String nameOf(ScheduledExecution execution) {
        return execution.getTrigger().getMethodDescription();
    }
}
