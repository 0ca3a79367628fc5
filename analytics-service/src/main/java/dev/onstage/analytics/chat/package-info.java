/** Chat messages by their ids: who wrote when, never what. */
@NullMarked
package dev.onstage.analytics.chat;

import org.jspecify.annotations.NullMarked;
