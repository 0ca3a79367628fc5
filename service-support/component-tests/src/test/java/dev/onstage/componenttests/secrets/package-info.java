/** Secrets of mounted files, which change while a service runs. */
@NullMarked
package dev.onstage.componenttests.secrets;

import org.jspecify.annotations.NullMarked;
