/** What every service does with a request before a resource sees it, and with every answer. */
@NullMarked
package dev.onstage.componenttests.door;

import org.jspecify.annotations.NullMarked;
