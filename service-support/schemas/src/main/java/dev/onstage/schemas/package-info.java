/** The roles and schemas of the services in PostgreSQL, and what each role may do. */
@NullMarked
package dev.onstage.schemas;

import org.jspecify.annotations.NullMarked;
