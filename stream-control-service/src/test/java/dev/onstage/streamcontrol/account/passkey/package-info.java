@NullMarked
package dev.onstage.streamcontrol.account.passkey;

import org.jspecify.annotations.NullMarked;
