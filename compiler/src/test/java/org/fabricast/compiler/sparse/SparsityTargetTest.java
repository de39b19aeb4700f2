package org.fabricast.compiler.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SparsityTargetTest {

    @Test
    void aPatternIsFixedAndANumberIsADensity() {
        assertThat(SparsityTarget.parse("2:4", SparsityTarget.Scope.LAYER, "x"))
                .isEqualTo(new SparsityTarget.Fixed(new NmPattern(2, 4)));
        assertThat(SparsityTarget.parse("0.43", SparsityTarget.Scope.MODEL, "x"))
                .isEqualTo(new SparsityTarget.Blockwise(0.43, SparsityTarget.Scope.MODEL));
    }

    @ParameterizedTest
    @CsvSource({"0, F1009", "-0.5, F1009", "1.01, F1009", "NaN, F1009", "Infinity, F1009", "half, F1008", "50%, F1008"})
    void whatIsNeitherIsRefused(String text, ErrorCode code) {
        assertThatExceptionOfType(FabricastException.class)
                .isThrownBy(() -> SparsityTarget.parse(text, SparsityTarget.Scope.LAYER, "--sparsity"))
                .satisfies(e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(code));
    }
}
