/** What there is to run and to route: services, ports and the one route table. */
@NullMarked
package dev.onstage.localstack.topology;

import org.jspecify.annotations.NullMarked;
