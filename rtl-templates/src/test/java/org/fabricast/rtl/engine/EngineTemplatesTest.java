package org.fabricast.rtl.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.rtl.TemplateChecker;
import org.fabricast.rtl.TemplateRenderer;
import org.fabricast.rtl.sfu.SpecialFunctionKernels;
import org.fabricast.rtl.sfu.SpecialFunctionUnit;
import org.junit.jupiter.api.Test;

class EngineTemplatesTest {

    private static final List<Class<? extends Record>> MODELS = List.of(MacChain.class, MacArray.class, SparseDspArray.class, EngineRescale.class,
            EngineRun.class, EngineLoad.class, Engine.class, WideDspArray.class, SpecialFunctionUnit.class, SpecialFunctionKernels.class);

    @Test
    void everyTemplateKeepsToTheSubsetAndUsesItsWholeRecord() throws IOException {
        for (Class<? extends Record> model : MODELS) {
            String name = "/org/fabricast/rtl/templates/" + TemplateRenderer.templateName(model) + ".v.vm";
            try (InputStream in = getClass().getResourceAsStream(name)) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                assertThat(TemplateChecker.findings(text, model)).as(name).isEmpty();
            }
        }
    }

    /** Worked out by hand for N = 16, L = 4, M = 8: products at 1, sums at 2 and 3, accumulation at 4. */
    @Test
    void sizesOfSim256AreTheOnesWorkedOutByHand() {
        EngineSizes size = new EngineSizes(HardwareConfig.sim256());
        assertThat(size.dotBits()).isEqualTo(20);
        assertThat(size.sumLevels()).extracting(EngineSizes.SumLevel::stage).containsExactly(2, 3);
        assertThat(size.dotStage()).isEqualTo(4);
        assertThat(size.tileBlocksLog2()).isEqualTo(3);
        assertThat(size.itemBits()).isEqualTo(4);
        assertThat(size.steps()).extracting(EngineSizes.Step::label).containsExactly("2'd0", "2'd1", "2'd2", "default");
        assertThat(size.rows().get(1).cells().get(2).byRow()).isEqualTo("151:144");
        assertThat(size.rows().get(1).cells().get(2).byColumn()).isEqualTo("271:264");
    }

    /** 1 + 1 + 3 + 3 + 4 cycles with the latencies that kernels.md gives the cells. */
    @Test
    void theWriteFollowsTheStepByTheLatenciesOfTheCells() {
        EngineSizes size = new EngineSizes(HardwareConfig.sim64());
        assertThat(size.writeStage()).isEqualTo(12);
        assertThat(size.guardCycles()).isEqualTo(6);
    }

    /** A chain of 16 inputs ends 19 cycles after its issue, which is one after that of the word; the adder takes one more. */
    @Test
    void anArrayOf64HasFourChainsPerPairOfRowsAndAnAdderBehindThem() {
        EngineSizes size = new EngineSizes(new HardwareConfig("wide", 64, 8, 8, 64, 65536, 65536, 4096, 4096, 512, 64, 8192, 16, 16, 8,
                1024, 1).with(HardwareConfig.Products.DSP48E2));
        assertThat(size.chainBlocks()).isEqualTo(4);
        assertThat(size.arrayModule()).isEqualTo("wide_dsp_array");
        assertThat(size.dotStage()).isEqualTo(1 + 19 + 1);
        assertThat(size.dotBits()).isEqualTo(22);
        assertThat(size.laneCount()).isEqualTo(16);
        assertThat(size.vectorLanes()).hasSize(8);
        WideDspArray array = WideDspArray.of(size);
        assertThat(array.sums().get(3).chains()).isEqualTo("high_3_1_7, high_2_1_7, high_1_1_7, high_0_1_7");
        assertThat(array.blocks().get(1).columns()).isEqualTo("16383:8192");
    }

    @Test
    void aReaderThatNeverReadsIsRefused() {
        EngineSizes size = new EngineSizes(HardwareConfig.sim64());
        assertThatThrownBy(() -> EngineLoad.of(size, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
