package dev.onstage.localstack.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.load.Outcomes.Broken;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChaosReportTest {

    private static final int ACCEPTED = 5;

    private final DeliveryRecord record = new DeliveryRecord();
    private final Account journal = new Account("journal");
    private final Account effects = new Account("analytics");
    private long deadLetters;
    private List<String> notReached = List.of();

    @BeforeEach
    void someAreAcceptedAndSomeAreNot() {
        for (int number = 0; number < ACCEPTED; number++) {
            record.answered(number, 204, 1);
        }
        record.answered(5, 503, 1);
        record.broken(6, Broken.REFUSED);
        record.broken(7, Broken.CUT);
    }

    @Test
    void shouldFindNothingBrokenWhenAllThatWasAcceptedIsThere() {
        all(journal);
        all(effects);
        // Was cut, and had arrived.
        journal.found(7, true, "row 7");
        assertThat(report().broken()).isEmpty();
        assertThat(report().accepted()).isEqualTo(ACCEPTED);
        assertThat(report().text()).containsPattern("connection cut +1 +1 +0");
    }

    @Test
    void shouldTellWhatIsLost() {
        all(journal);
        effects.found(0, true, "row 0");
        assertThat(report().broken())
                .contains("4 accepted deliveries had no effect", "analytics: lost: delivery 3")
                .noneMatch(line -> line.contains("not in the journal"));
    }

    @Test
    void shouldTellWhatIsThereTwiceOrWronglyOrWithoutASender() {
        all(journal);
        all(effects);
        journal.found(2, true, "row 2 again");
        effects.found(6, false, "row 6");
        effects.foreign("row x");
        assertThat(report().broken())
                .contains(
                        "1 are there twice",
                        "1 are there with wrong values",
                        "1 are there though nobody sent them",
                        "journal: twice: row 2 again",
                        "analytics: wrong: row 6",
                        "analytics: sent by nobody: row x");
    }

    @Test
    void shouldTellOfAnswersThatPromiseNothing() {
        all(journal);
        all(effects);
        record.answered(8, 500, 1);
        record.broken(9, Broken.TIMED_OUT);
        deadLetters = 2;
        notReached = List.of("ingest.after-spool");
        assertThat(report().broken())
                .containsExactly(
                        "2 dead letters",
                        "1 were answered neither 2xx nor 503: {500=1}",
                        "1 were not answered in the sender's time",
                        "the crash point ingest.after-spool was not reached");
    }

    private static void all(Account account) {
        for (int number = 0; number < ACCEPTED; number++) {
            account.found(number, true, "row " + number);
        }
    }

    private ChaosReport report() {
        return new ChaosReport(record, journal, effects, deadLetters, notReached, 1, false);
    }
}
