@NullMarked
package dev.onstage.streamcontrol.account.mail;

import org.jspecify.annotations.NullMarked;
