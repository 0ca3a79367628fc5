package dev.onstage.localstack.load;

/** What GetStream reports most while people watch and chat. */
public enum DeliveryKind {
    /** A viewer joined. */
    JOINED("call.session_participant_joined", "joined.json"),
    /** A viewer left. */
    LEFT("call.session_participant_left", "left.json"),
    /** How many watch. */
    COUNTED("call.session_participant_count_updated", "counted.json"),
    /** A chat message. */
    POSTED("message.new", "posted.json");

    private final String type;
    private final String template;

    DeliveryKind(String type, String template) {
        this.type = type;
        this.template = template;
    }

    /** GetStream's name of the event. */
    public String type() {
        return type;
    }

    String template() {
        return template;
    }
}
