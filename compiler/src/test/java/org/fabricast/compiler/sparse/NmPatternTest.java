package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NmPatternTest {

    @ParameterizedTest
    @CsvSource({"16:16, 16, 1.0", "8:16, 8, 0.5", "4:16, 4, 0.25", "2:16, 2, 0.125", "2:4, 8, 0.5", "1:4, 4, 0.25"})
    void everyPatternIsReadAndKnowsItsShareOfABlock(String text, int perBlockRow, double density) {
        NmPattern pattern = NmPattern.parse(text, "--sparsity");
        assertThat(pattern.perBlockRow()).isEqualTo(perBlockRow);
        assertThat(pattern.density()).isEqualTo(density);
        assertThat(pattern.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3:16", "8:12", "0:16", "17:16", "4:4", "8:32", "8/16", "", "-8:16", "8:16:1", "99999999999:16"})
    void anyOtherIsRefusedWithThePatternsThatWork(String text) {
        assertThatExceptionOfType(FabricastException.class).isThrownBy(() -> NmPattern.parse(text, "--sparsity"))
                .satisfies(e -> {
                    assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F1008);
                    assertThat(e.diagnostics().getFirst().expected()).isEqualTo("16:16, 8:16, 4:16, 2:16, 2:4, 1:4");
                });
    }

    @Test
    void theHintNamesTheDensityThatComesClosest() {
        // 3/16 = 0.1875, 8/12 = 0.6667
        assertThatThrownBy(() -> NmPattern.parse("3:16", "x")).hasMessageContaining("the density 0.188");
        assertThatThrownBy(() -> NmPattern.parse("8:12", "x")).hasMessageContaining("the density 0.667");
    }
}
