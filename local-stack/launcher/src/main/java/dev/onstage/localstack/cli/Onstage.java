package dev.onstage.localstack.cli;

import dev.onstage.localstack.stack.StackException;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code onstage} command. Started by the script of the same name in the repository. */
@Command(
        name = "onstage",
        description =
                "Onstage on this machine: the four services with everything they need, no account, no containers.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StatusCommand.class,
            LogsCommand.class,
            SimulateCommand.class,
            DemoCommand.class,
            BenchCommand.class,
            ChaosCommand.class,
            KafkaTopicsCommand.class,
            SchemaCommand.class,
            TraceCommand.class,
            CheckCommand.class,
            HelpCommand.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:an error of Onstage itself, or a check found a difference",
            "2:the command line is wrong",
            "3:Java, Maven, Node or a built artifact is missing",
            "4:the build failed",
            "5:a port is taken",
            "6:the disk is full or not writable",
            "7:a process crashed or did not become ready",
            "8:the stack is not running",
            "9:the stack is running already",
            "10:Onstage or a simulator refused",
            "11:something Onstage promises did not come true",
            "130:Ctrl-C ended it",
            "143:SIGTERM ended it"
        },
        mixinStandardHelpOptions = true)
public final class Onstage {

    private Onstage() {}

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) {
        CommandLine command = commandLine();
        int code = command.execute(arguments);
        command.getOut().flush();
        System.exit(code);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Onstage())
                .registerConverter(Duration.class, new Durations())
                .setExecutionExceptionHandler(Onstage::explain)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    private static int explain(Exception failure, CommandLine command, CommandLine.ParseResult arguments) {
        if (failure instanceof StackException known) {
            command.getErr().println(command.getColorScheme().errorText("onstage: " + known.getMessage()));
            return known.failure().exitCode();
        }
        command.getErr().println("onstage: unexpected: " + failure);
        failure.printStackTrace(command.getErr());
        return 1;
    }
}
