package dev.onstage.analytics.stats;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.onstage.analytics.audience.ViewerPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A session with what its page draws; the members of the summary stand beside the others.
 *
 * @param summary the figures
 * @param viewers the viewer line, at most 1,000 points: each holds until the next, the last until the end
 * @param chat messages per UTC minute, minutes without any left out; the first and last minute are cut at the session's edges
 * @param encoderGaps times without encoder
 * @param titleChanges titles after the one it started with
 * @param presenceDifferences the provider's counts that the number shown while live was corrected by, the last 100 of them
 */
@Schema(name = "SessionDetail")
public record SessionDetail(
        @JsonUnwrapped SessionSummary summary,
        List<ViewerPoint> viewers,
        List<ChatMinute> chat,
        List<EncoderGap> encoderGaps,
        List<TitleChange> titleChanges,
        List<PresenceDifference> presenceDifferences) {

    /**
     * Messages of one minute.
     *
     * @param minute its start, UTC
     * @param messages posted and not deleted
     */
    @Schema(name = "ChatMinute")
    public record ChatMinute(Instant minute, int messages) {}

    /**
     * A time without encoder.
     *
     * @param from since when
     * @param to until when; null while it lasts
     */
    @Schema(name = "EncoderGap")
    public record EncoderGap(Instant from, @Nullable Instant to) {}

    /**
     * Another title.
     *
     * @param at from when on
     * @param title what it is called since
     */
    @Schema(name = "TitleChange")
    public record TitleChange(Instant at, String title) {}

    /**
     * Reports of joins or leaves were missing.
     *
     * @param at when the provider counted
     * @param counted identified viewers by the provider
     * @param known viewers as far as they were reported
     */
    @Schema(name = "PresenceDifference")
    public record PresenceDifference(Instant at, int counted, int known) {}

    /** Puts it together; an announced title that is the one there is already is no change. */
    static SessionDetail of(
            SessionSummary summary,
            SessionChart chart,
            List<EncoderGap> gaps,
            List<TitleChange> announced,
            List<PresenceDifference> differences) {
        List<TitleChange> changes = new ArrayList<>();
        String title = summary.title();
        for (TitleChange change : announced) {
            if (!change.title().equals(title)) {
                changes.add(change);
                title = change.title();
            }
        }
        return new SessionDetail(summary, chart.viewers(), chart.chat(), gaps, changes, differences);
    }
}
