package org.fabricast.compiler.frontend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.junit.jupiter.api.Test;

class WeightChecksTest {

    @Test
    void aModelThatFitsNoMemoryIsRefused() {
        WeightChecks.fitsMemory("m", 1000);
        refused(() -> WeightChecks.fitsMemory("m", Runtime.getRuntime().maxMemory()));
    }

    @Test
    void aTensorLongerThanAnyArrayIsRefused() {
        assertThat(WeightChecks.arrayLength("m", "t", 7)).isEqualTo(7);
        refused(() -> WeightChecks.arrayLength("m", "t", 1L << 31));
    }

    @Test
    void theFirstElementThatIsNoNumberIsNamed() {
        Findings findings = new Findings();
        WeightChecks.finite("m", "t", new float[] {1, -0f, Float.MAX_VALUE, Float.MIN_VALUE}, findings);
        assertThat(findings.isEmpty()).isTrue();
        WeightChecks.finite("m", "t", new float[] {1, Float.POSITIVE_INFINITY, Float.NaN}, findings);
        assertThat(findings.list()).singleElement().satisfies(d -> assertThat(d.text())
                .isEqualTo("error[F2106] m, tensor t, element 1: expected finite numbers, found Infinity and 1 more."));
    }

    private static void refused(Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2026));
    }
}
