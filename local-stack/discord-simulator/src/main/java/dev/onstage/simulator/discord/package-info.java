/**
 * Discord's incoming webhooks on loopback: the calls, checks, error bodies and rate limits that a sender meets, plus
 * faults on demand and a page that draws what was posted. Written from Discord's documentation
 * (developers/resources/webhook.mdx, message.mdx, topics/rate-limits.mdx); shares no class with the services.
 */
@NullMarked
package dev.onstage.simulator.discord;

import org.jspecify.annotations.NullMarked;
