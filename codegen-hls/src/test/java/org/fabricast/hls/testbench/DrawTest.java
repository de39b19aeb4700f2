package org.fabricast.hls.testbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrawTest {

    private static double one(String text, boolean integer) {
        return Draw.parse(text).sample(Map.of("n", 10.0, "group", 4.0, "lanes", 2.0), integer, new Random(1));
    }

    @ParameterizedTest
    @CsvSource({"(n + group - 1) / group,3", "n - 2 - 3,5", "2 + 3 * 4,14", "-n + 1,-9", "0x1F,31", "n % group,2", "n / group * lanes,4",
        "1.5e1,15"})
    void integersAreComputedAsOnPaperWithQuotientsRoundedDown(String text, double expected) {
        assertThat(one(text, true)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1 / n,0.1", "n / group,2.5", "inf,Infinity", "nan,NaN", ".. ,"})
    void floatsKeepTheirFraction(String text, Double expected) {
        if (expected == null) {
            assertThatThrownBy(() -> Draw.parse(text)).isInstanceOf(IllegalArgumentException.class);
        } else {
            assertThat(one(text, false)).isEqualTo(expected);
        }
    }

    @Test
    void aRangeGivesAllItsIntegersAndBothEnds() {
        Set<Double> seen = new TreeSet<>();
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            seen.add(Draw.parse("3..6").sample(Map.of(), true, random));
        }
        assertThat(seen).containsExactly(3.0, 4.0, 5.0, 6.0);
    }

    @Test
    void aListGivesNothingElse() {
        Set<Double> seen = new TreeSet<>();
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            seen.add(Draw.parse("8, 16, 1..2").sample(Map.of(), true, random));
        }
        assertThat(seen).containsExactly(1.0, 2.0, 8.0, 16.0);
    }

    @Test
    void namesAreWhatItNeeds() {
        assertThat(Draw.parse("1..n, (group + lanes) / 2").names()).containsExactlyInAnyOrder("n", "group", "lanes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1..", "1 +", "(1", "1 2", "a$b", "1,,2", "..3", ")", "5..1", "3, 8..-8"})
    void whatIsNoExpressionIsRefusedWithItsText(String text) {
        assertThatThrownBy(() -> Draw.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("\"" + text + "\"");
    }
}
