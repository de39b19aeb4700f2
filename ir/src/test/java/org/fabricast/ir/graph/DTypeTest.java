package org.fabricast.ir.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DTypeTest {

    @ParameterizedTest
    // binary16: 11 significant bits, least step 2^-24, largest 65504. bfloat16: 8 significant bits.
    @CsvSource({
        "F32, 0x1.fffffep127, true",
        "F16, 65504, true",
        "F16, 65520, false",
        "F16, 2048, true",
        "F16, 2049, false",
        "F16, 0x1p-24, true",
        "F16, 0x1p-25, false",
        "F16, -0x0p0, true",
        "BF16, 0x1.fep127, true",
        "BF16, 255, true",
        "BF16, 257, false",
        "I8, -128, true",
        "I8, 128, false",
        "I8, 0.5, false",
        "I32, -2147483648, true",
        "I32, 2147483648, false",
        "I32, 1.5, false"})
    void knowsWhatItsElementsCanBe(DType dtype, String value, boolean exact) {
        assertThat(dtype.represents(Float.parseFloat(value))).isEqualTo(exact);
    }
}
