/** Codes that open something once: mailed links and challenges. */
@NullMarked
package dev.onstage.streamcontrol.account.code;

import org.jspecify.annotations.NullMarked;
