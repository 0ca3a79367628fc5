package dev.onstage.analytics.stats;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A session to take away.
 *
 * @param session its figures, line, chat, gaps and titles
 * @param minutes every UTC minute of it
 */
@Schema(name = "SessionExport")
record SessionExport(SessionDetail session, List<MinuteFigures> minutes) {}
