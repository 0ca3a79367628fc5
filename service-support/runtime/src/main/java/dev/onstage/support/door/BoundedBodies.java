package dev.onstage.support.door;

import dev.onstage.support.problem.BodyTooLargeException;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Ends the reading of a body whose length was not announced as soon as it is longer than allowed. */
@Provider
@ConstrainedTo(RuntimeType.SERVER)
public class BoundedBodies implements ReaderInterceptor {
    private final long largest;

    BoundedBodies(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize largest) {
        this.largest = largest.asLongValue();
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new Bounded(context.getInputStream(), largest));
        return context.proceed();
    }

    private static final class Bounded extends FilterInputStream {
        private final long largest;
        private long read;

        Bounded(InputStream body, long largest) {
            super(body);
            this.largest = largest;
        }

        @Override
        public int read() throws IOException {
            return count(super.read(), 1);
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int some = super.read(into, offset, length);
            return count(some, some);
        }

        private int count(int result, int bytes) throws IOException {
            if (result >= 0) {
                read += bytes;
            }
            if (read > largest) {
                throw new BodyTooLargeException(largest);
            }
            return result;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
