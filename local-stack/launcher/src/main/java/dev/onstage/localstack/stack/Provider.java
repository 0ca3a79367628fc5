package dev.onstage.localstack.stack;

/** Which GetStream the services talk to. */
public sealed interface Provider {

    /** The simulator of the stack, with credentials of its own. */
    record Simulated() implements Provider {}

    /** The real one. The secret appears in no message and no file of ours. */
    record Real(String apiKey, String apiSecret) implements Provider {

        @Override
        public String toString() {
            return "Real[" + apiKey + "]";
        }
    }
}
