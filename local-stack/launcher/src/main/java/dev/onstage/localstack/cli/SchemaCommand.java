package dev.onstage.localstack.cli;

import dev.onstage.schemas.SchemaSql;
import dev.onstage.schemas.ServiceSchema;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The roles and schemas in a PostgreSQL that somebody else runs. */
@Command(
        name = "schema",
        description = {
            "Prints the SQL that makes the roles and schemas of all four services (print), for whoever may create roles.",
            "The services' own images do the same, each for itself."
        },
        mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {

    @Parameters(paramLabel = "print")
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private String verb;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!verb.equals("print")) {
            throw new ParameterException(spec.commandLine(), "Give schema print.");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(SchemaSql.of(List.of(ServiceSchema.values())));
        out.flush();
        return 0;
    }
}
