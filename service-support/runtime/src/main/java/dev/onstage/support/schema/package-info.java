/**
 * Schemas and code of different versions. A schema is changed so that the version before goes on with it: first what is new is
 * added, and what nobody needs any more is removed by a later version. The later one then writes down which code is too old.
 */
@NullMarked
package dev.onstage.support.schema;

import org.jspecify.annotations.NullMarked;
