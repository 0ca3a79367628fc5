package dev.onstage.localstack.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class RatesTest {

    @ParameterizedTest
    @CsvSource({"2000/min,2000", "0/min,0", "30/s,1800", "999999/s,59999940"})
    void shouldReadHowManyPerMinute(String written, int perMinute) {
        assertThat(new Rates().convert(written)).isEqualTo(perMinute);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000", "min", "-1/min", "2000/h", "2000 /min", "1000000/min"})
    void shouldRefuseWhatIsNoRate(String written) {
        assertThatThrownBy(() -> new Rates().convert(written)).isInstanceOf(TypeConversionException.class);
    }
}
