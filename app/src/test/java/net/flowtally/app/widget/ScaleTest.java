package net.flowtally.app.widget;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleTest {
    @ParameterizedTest
    @CsvSource({"0,1", "4,1", "4.1,2", "9,2.5", "100,25", "12.9e9,5e9", "16e9,5e9", "3e-3,1e-3"})
    void choosesRoundSteps(double highest, double step) {
        assertThat(Scale.step(highest, 4, false)).isEqualTo(step);
    }

    @ParameterizedTest
    @CsvSource({"4096,1024", "4097,2048"})
    void choosesPowersOfTwoForBinaryUnits(double highest, double step) {
        assertThat(Scale.step(highest, 4, true)).isEqualTo(step);
    }
}
