package dev.onstage.localstack.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How many per minute, written {@code 2000/min} or {@code 30/s}. */
final class Rates implements ITypeConverter<Integer> {

    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6})/(min|s)");
    private static final int SECONDS = 60;

    @Override
    public Integer convert(String written) {
        Matcher parts = WRITTEN.matcher(written);
        if (!parts.matches()) {
            throw new TypeConversionException("'" + written + "' is no rate such as 2000/min or 30/s");
        }
        int number = Integer.parseInt(parts.group(1));
        return parts.group(2).equals("s") ? number * SECONDS : number;
    }
}
