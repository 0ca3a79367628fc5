/**
 * Discord's incoming webhooks on loopback: the calls, checks, error bodies and rate limits that a sender meets, plus
 * faults on demand and a page that draws what was posted. Written from Discord's documentation
 * (developers/resources/webhook.mdx, message.mdx, components/reference.mdx, topics/rate-limits.mdx); shares no class with
 * the services. Not simulated: uploads, the {@code /slack} and {@code /github} forms, and changing a webhook by its token.
 *
 * <p>The control interface, all JSON:
 *
 * <ul>
 *   <li>{@code GET /_sim/messages?webhook=&limit=}: {@code [{id, webhookId, threadId, createdAt, editedAt, deletedAt,
 *       edits, payload, mentions, pings}]}; {@code pings} and {@code mentions} are {@code {everyone, here, roles, users}}
 *   <li>{@code DELETE /_sim/messages} clears; {@code DELETE /_sim/messages/ID} deletes as a moderator would; {@code PUT
 *       /_sim/messages/ID/age} with {@code {minutes}} or {@code {seconds}} makes a message older
 *   <li>{@code GET /_sim/calls?webhook=&limit=}: {@code [{at, webhook, webhookId, method, messageId, threadId, version,
 *       userAgent, status, code, fault}]}; status 0 means not answered
 *   <li>{@code PUT /_sim/webhooks/ID} with any of {@code {token, name, channelId, forum}} declares, or brings back;
 *       {@code DELETE} deletes as the owner would
 *   <li>{@code GET /_sim/threads}; {@code PUT /_sim/threads/ID} with {@code {name, channelId}}; {@code DELETE}
 *   <li>{@code GET}, {@code PUT} and {@code DELETE /_sim/faults}, see {@link dev.onstage.simulator.discord.Fault}
 *   <li>{@code GET}, {@code PUT} and {@code DELETE /_sim/limits}: {@code {webhook, channel, global, invalidRequests,
 *       unknownWebhook, oldEdits}}, each {@code {enabled, calls, seconds}}; {@code PUT} takes any part of it, or
 *       {@code {"enabled": false}} for all, and like {@code DELETE} begins to count anew and lifts blocks
 *   <li>{@code GET /_sim/overview}: webhooks with counts, threads, faults, limits, {@code blockedUntil}
 *   <li>{@code GET /_sim/mails?to=}: what the mail server beside it was given, see {@link dev.onstage.simulator.mail}
 * </ul>
 */
@NullMarked
package dev.onstage.simulator.discord;

import org.jspecify.annotations.NullMarked;
