package dev.onstage.simulator.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The server's side of SMTP (RFC 5321), as far as a sender without TLS and password needs it: a line in, an answer out. */
final class SmtpDialogue {

    static final String GREETING = "220 onstage ESMTP, mails are shown on a page";

    private static final int LONGEST_MAIL = 1 << 20;
    private static final String OK = "250 OK";

    private final Receiver receiver;
    private final List<String> to = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private String from = "";
    private boolean inData;
    private boolean over;

    /** Takes what a sender has said. */
    interface Receiver {
        void receive(String from, List<String> to, String data);
    }

    SmtpDialogue(Receiver receiver) {
        this.receiver = receiver;
    }

    /** The answer to a line, which came without its end; empty while more of a mail is to come. */
    Optional<String> answer(String line) {
        return inData ? data(line) : Optional.of(command(line));
    }

    /** Whether the sender has said goodbye. */
    boolean isOver() {
        return over;
    }

    private String command(String line) {
        String command = line.toUpperCase(Locale.ROOT);
        if (command.startsWith("EHLO") || command.startsWith("HELO")) {
            reset();
            return "250 onstage";
        }
        if (command.startsWith("MAIL FROM:")) {
            reset();
            from = address(line);
            return OK;
        }
        if (command.startsWith("RCPT TO:")) {
            to.add(address(line));
            return OK;
        }
        return switch (command) {
            case "DATA" -> beginData();
            case "RSET" -> {
                reset();
                yield OK;
            }
            case "NOOP" -> OK;
            case "QUIT" -> {
                over = true;
                yield "221 Bye";
            }
            default -> "502 Not known here";
        };
    }

    private String beginData() {
        if (to.isEmpty()) {
            return "503 To whom?";
        }
        inData = true;
        return "354 End it with a dot";
    }

    private Optional<String> data(String line) {
        if (!".".equals(line)) {
            if (data.length() <= LONGEST_MAIL) {
                data.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
            }
            return Optional.empty();
        }
        boolean tooLong = data.length() > LONGEST_MAIL;
        if (!tooLong) {
            receiver.receive(from, List.copyOf(to), data.toString());
        }
        reset();
        return Optional.of(tooLong ? "552 Too long" : OK);
    }

    private void reset() {
        from = "";
        to.clear();
        data.setLength(0);
        inData = false;
    }

    private static String address(String line) {
        int begin = line.indexOf('<');
        int end = line.indexOf('>', begin + 1);
        return begin < 0 || end < 0 ? line.substring(line.indexOf(':') + 1).strip() : line.substring(begin + 1, end);
    }
}
