package dev.onstage.localstack.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onstage.localstack.hostile.HostileReport.SignedDeliveries;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostileReportTest {

    private final AttackTally tally = new AttackTally();
    private CompanionsOutcome companions = new CompanionsOutcome(100, 10, 20, List.of());
    private SignedDeliveries deliveries = new SignedDeliveries(500, 0, 0, 0);
    private List<String> vitals = List.of();
    private List<String> logs = List.of();
    private List<String> figures = List.of();

    @Test
    void shouldPromiseNothingWhenNothingWasTried() {
        deliveries = new SignedDeliveries(0, 0, 0, 0);
        companions = new CompanionsOutcome(0, 0, 20, List.of());

        assertThat(report().broken())
                .containsExactly(
                        "nothing hostile was sent", "no delivery was sent", "nobody polled or signed in meanwhile");
    }

    @Test
    void shouldSayThatNobodyElseNoticed() {
        tally.add("wrong signature", new Answer(401, ""), true);
        tally.add("wrong signature", Answer.HUNG_UP, true);
        tally.add("garbage", new Answer(400, ""), true);

        assertThat(report().broken()).isEmpty();
        assertThat(report().text())
                .contains("nobody else noticed", "3 hostile inputs beside 500 signed deliveries")
                .containsPattern("wrong signature +2 +1 × hung up, 1 × 401");
    }

    @Test
    void shouldNameEverythingThatIsNotAsPromised() {
        tally.add("odd id", new Answer(500, ""), false);
        tally.add("bomb", Answer.SILENCE, false);
        companions = new CompanionsOutcome(100, 10, 20, List.of("3 times a polled state was not live"));
        deliveries = new SignedDeliveries(500, 4, 3, 2);
        vitals = List.of("the heap of ingest has grown");
        logs = List.of("ingest.log, line 7: written by a client");
        figures = List.of("peakViewers is 0");

        assertThat(report().broken())
                .containsExactly(
                        "2 hostile inputs were served, failed on or not answered",
                        "odd id was answered 500",
                        "bomb was answered silence",
                        "4 signed deliveries were refused or late",
                        "3 accepted deliveries are lost",
                        "2 rows of the journal or the figures are wrong",
                        "3 times a polled state was not live",
                        "peakViewers is 0",
                        "the heap of ingest has grown",
                        "ingest.log, line 7: written by a client");
        assertThat(report().text()).contains("NOT AS PROMISED: odd id was answered 500");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-11-29 12:00:00 INFO a line of ours | false",
                "FORGED-LOG-LINE | true",
                "2026-11-29 WARN GET /api/x%0aFORGED-LOG-LINE was refused | false",
            })
    void shouldTellALineOfOursFromOneOfAClients(String line, boolean forged) {
        assertThat(LogCheck.isForged(line)).isEqualTo(forged);
    }

    @Test
    void shouldNoticeCharactersThatMoveATerminal() {
        assertThat(LogCheck.isForged("GET /api/x\u001b[2JFORGED-LOG-LINE")).isTrue();
        assertThat(LogCheck.isForged("GET /api/x\u2028FORGED-LOG-LINE")).isTrue();
    }

    private HostileReport report() {
        return new HostileReport(
                new HostileOutcome(tally.count(), tally.wrongCount(), tally.wrong(), tally.lines()),
                companions,
                deliveries,
                vitals,
                logs,
                figures);
    }
}
