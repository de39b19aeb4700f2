package org.fabricast.hls.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fabricast.hls.HlsOptions;
import org.fabricast.hls.KernelHardware;
import org.fabricast.hls.KernelHls;
import org.fabricast.ir.kernel.Kernel;
import org.fabricast.ir.kernel.ScalarType;
import org.fabricast.ir.kernel.Storage;
import org.fabricast.ir.kernel.library.KernelLibrary;
import org.fabricast.ir.kernel.text.KernelCompiler;
import org.fabricast.rtl.FpCell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResourceEstimateTest {

    /** A DSP48E2 multiplies 27 by 18 signed bits, so 26 by 17 of a longer product; a DSP48E1 25 by 18. */
    @ParameterizedTest
    @CsvSource({"8,8,16,XCUP,1", "26,17,43,XCUP,1", "27,17,44,XCUP,2", "32,32,64,XCUP,4", "32,32,32,XCUP,3", "25,17,42,XC7,2", "24,17,41,XC7,1"})
    void productsTakeATileForEachPartOfTheirFactors(int a, int b, int result, PartFamily family, int slices) {
        assertThat(ResourceEstimate.dsp(a, b, result, family)).isEqualTo(slices);
    }

    private static KernelHardware hardware(String source, int lanes) {
        return KernelHls.generate(KernelCompiler.compile(source, "k.fk").getFirst(), HlsOptions.lanes(lanes));
    }

    @Test
    void cellsAreTakenFromTheMeasuredTableOncePerUnit() {
        KernelHardware hardware = hardware("kernel k(in stream f32 x, out stream f32 y, u32 n) {"
                + " vector for (i : n) { f32 v = read(x); write(y, v * v); } }", 4);
        ResourceEstimate estimate = ResourceEstimate.of(hardware, PartFamily.XC7);
        Resources one = CellResources.of(FpCell.FP32_MUL, PartFamily.XC7).orElseThrow();
        assertThat(estimate.lines().getFirst()).isEqualTo(new ResourceLine("fp32_mul", 4, one.times(4)));
        assertThat(estimate.total().dsp()).isEqualTo(4 * one.dsp());
        assertThat(estimate.lines().stream().map(ResourceLine::all).reduce(Resources.NONE, Resources::plus)).isEqualTo(estimate.total());
    }

    /** 2,048 words of 32 bits are 65,536 bits: four block RAMs of 18 kbit. 16 words of 8 bits fit one look-up table per bit. */
    @Test
    void memoriesAreBlockRamOrLookUpTablesByTheirSize() {
        String source = "kernel k(result u32 r, u32 a) { mem u32 m[2048]; mem u8 s[16]; m[a] = a; s[a & 15] = u8(a); r = m[a] + u32(s[a & 15]); }";
        ResourceLine memories = ResourceEstimate.of(hardware(source, 1), PartFamily.XCUP).lines().stream()
                .filter(l -> l.what().equals("memories")).findFirst().orElseThrow();
        assertThat(memories.all()).isEqualTo(new Resources(8, 0, 0, 4, 0));
    }

    /** The pragma is the author's; two loads in a loop read two copies. 4,096 words of 72 bits fill an UltraRAM. */
    @Test
    void storageIsWhatTheSourceAsksForAndLoopsReadCopies() {
        Kernel kernel = KernelCompiler.compile("kernel k(out stream u32 y, u32 n) { mem u32 m[64]; for (i : 64) { m[i] = i; }"
                + " for (j : n) { write(y, m[j] + m[63 - j]); } }", "k.fk").getFirst();
        for (Storage storage : Storage.values()) {
            List<Kernel.Memory> memories = List.of(new Kernel.Memory("m", ScalarType.U32, 64, 1, storage));
            Kernel changed = new Kernel(kernel.name(), kernel.inputs(), kernel.outputs(), kernel.args(), kernel.results(), memories,
                    kernel.tables(), kernel.types(), kernel.body());
            Resources all = ResourceEstimate.of(KernelHls.generate(changed, HlsOptions.lanes(1)), PartFamily.XCUP).lines().stream()
                    .filter(l -> l.what().equals("memories")).findFirst().orElseThrow().all();
            assertThat(all).as("%s", storage).isEqualTo(switch (storage) {
                case AUTO, BRAM -> new Resources(0, 0, 0, 2, 0);
                case LUTRAM -> new Resources(64, 0, 0, 0, 0);
                case URAM -> new Resources(0, 0, 0, 0, 2);
            });
        }
    }

    /** Eight banks of 256 words of 32 bits, each in a block RAM of its own. */
    @Test
    void everyBankIsAMemory() {
        String source = "kernel k(result u32 r, u32 a) {\n#pragma partition factor=8\nmem u32 m[2048]; m[a] = a; r = m[a]; }";
        ResourceLine memories = ResourceEstimate.of(hardware(source, 1), PartFamily.XCUP).lines().stream()
                .filter(l -> l.what().equals("memories")).findFirst().orElseThrow();
        assertThat(memories).isEqualTo(new ResourceLine("memories", 8, new Resources(0, 0, 0, 8, 0)));
    }

    @Test
    void moreLanesTakeMoreOfEverything() {
        Resources one = ResourceEstimate.of(KernelHls.generate(KernelLibrary.get("silu_mul"), HlsOptions.lanes(1)), PartFamily.XCUP).total();
        Resources four = ResourceEstimate.of(KernelHls.generate(KernelLibrary.get("silu_mul"), HlsOptions.lanes(4)), PartFamily.XCUP).total();
        assertThat(four.lut()).isBetween(3 * one.lut(), 4 * one.lut());
        assertThat(four.dsp()).isEqualTo(4 * one.dsp());
    }

    @ParameterizedTest
    @CsvSource({"xc7z020clg400-1,XC7", "xck26-sfvc784-2LV-c,XCUP", "xcu280-fsvh2892-2L-e,XCUP", "xczu7ev-ffvc1156-2-e,XCUP",
        "xcvh1582-vsva3697-2MP-e-S,", "xcv80-lsva4737,"})
    void partsAreOfTheFamilyTheirNameSays(String part, PartFamily family) {
        assertThat(PartFamily.of(part).orElse(null)).isEqualTo(family);
    }
}
