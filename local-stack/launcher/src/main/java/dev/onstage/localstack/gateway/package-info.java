/** The one address of the local stack: routes to the services as the route table says, and serves the dashboard's files. */
@NullMarked
package dev.onstage.localstack.gateway;

import org.jspecify.annotations.NullMarked;
