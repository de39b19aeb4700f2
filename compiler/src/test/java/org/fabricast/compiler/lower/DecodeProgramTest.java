package org.fabricast.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.FunctionalMachine;
import org.fabricast.compiler.ModelCompiler;
import org.fabricast.compiler.SmallModel;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.BoardFacts;
import org.fabricast.ir.isa.verify.ProgramVerifier;
import org.fabricast.ir.isa.verify.RegionSizes;
import org.fabricast.ir.isa.verify.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Programs of {@code DecodeProgram} under the verifier, and where their stores of keys and values go. */
class DecodeProgramTest {

    private static final int CONTEXT = 150;
    private static final long SEED = 8;

    private static CompiledModel compile(HardwareConfig config, int headDim) {
        return ModelCompiler.compile(SmallModel.random(SmallModel.shape(RotaryStyle.HALF, headDim, CONTEXT), SEED),
                new CompileOptions(config, new BoardFacts("test", 64, 16), 64));
    }

    private static HardwareConfig config(int array) {
        return array == 8 ? HardwareConfig.sim64() : HardwareConfig.sim256();
    }

    @ParameterizedTest
    @CsvSource({"8, 8", "8, 16", "16, 8", "16, 16", "16, 32"})
    void theProgramHasNoFindingsFromTheFirstToTheLastPosition(int array, int headDim) {
        CompiledModel model = compile(config(array), headDim);
        RegionSizes sizes = new RegionSizes(model.memoryMap().get(1).bytes(), model.memoryMap().get(2).bytes(),
                model.memoryMap().get(3).bytes());
        List<Scenario> scenarios = List.of(Scenario.of(1, 0, 0, 0), Scenario.of(3, 2, 0, 0), Scenario.of(2, 3, 1, 30),
                Scenario.of(3, 0, 2, 62), Scenario.of(1, 4, 2, 126), Scenario.of(1, 1, 0, CONTEXT - 1));
        assertThat(ProgramVerifier.verify(model.program(), config(array), sizes, scenarios)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"8, 8", "8, 16", "16, 8", "16, 16", "16, 32"})
    void keysValuesAndTheirScalesGoWhereTheDocumentSaysAndNowhereElse(int array, int headDim) {
        CompiledModel model = compile(config(array), headDim);
        for (int position : new int[] {0, 1, array - 1, array, 31, 32, 33, 63, 64, 65, 127, 128, 129, CONTEXT - 1}) {
            Set<Long> expected = new TreeSet<>();
            for (int layer = 0; layer < 2; layer++) {
                for (int head = 0; head < 2; head++) {
                    expected(expected, array, headDim, position, 2 * layer + head);
                }
            }
            assertThat(written(model, position)).as("N %d, head %d, position %d, seed %d", array, headDim, position, SEED)
                    .containsExactlyElementsOf(expected);
        }
    }

    /** Bytes that one step changes; several fillings, since a byte may be written with what it held. */
    private static Set<Long> written(CompiledModel model, int position) {
        long base = model.memoryMap().get(2).base();
        int length = (int) model.memoryMap().get(2).bytes();
        Set<Long> changed = new TreeSet<>();
        for (byte filling : new byte[] {0, 1, 0x2a}) {
            FunctionalMachine machine = new FunctionalMachine(model);
            byte[] before = new byte[length];
            java.util.Arrays.fill(before, filling);
            machine.memory().write(base, before);
            machine.run(new int[] {3}, 0, -1, 0, position);
            byte[] after = machine.memory().read(base, length);
            for (int i = 0; i < length; i++) {
                if (after[i] != before[i]) {
                    changed.add((long) i);
                }
            }
        }
        return changed;
    }

    /** The table of docs/architecture.md; heads follow each other, each part from a multiple of 64 bytes. */
    private static void expected(Set<Long> bytes, int n, int d, int t, int head) {
        long word = (long) n * n;
        long tile = word / 2;
        long dPad = (d + n - 1) / n * n;
        long tileBytes = word + tile * dPad;
        long vOffset = up64((CONTEXT + tile - 1) / tile * tileBytes);
        long vScaleOffset = vOffset + up64((CONTEXT + 63) / 64 * 64 * dPad);
        long base = head * (vScaleOffset + up64(2 * CONTEXT));
        long key = base + t / tile * tileBytes + word + t % tile / n * n * dPad + t % tile % n * n;
        long value = base + vOffset + t / 64 * 64 * dPad + t % 64 / n * word + t % 64 % n * n;
        for (int i = 0; i < d; i++) {
            bytes.add(key + i / n * word + i % n);
            bytes.add(value + (long) (i / n) * 64 * n + i % n);
        }
        for (int b = 0; b < 2; b++) {
            bytes.add(base + t / tile * tileBytes + 2 * (t % tile) + b);
            bytes.add(base + vScaleOffset + 2L * t + b);
        }
    }

    private static long up64(long bytes) {
        return (bytes + 63) / 64 * 64;
    }

    @Test
    void anArrayWhoseWordsCannotBeLoadedOneByOneIsRefused() {
        HardwareConfig c = HardwareConfig.sim64();
        List<HardwareConfig> others = new ArrayList<>();
        for (int array : new int[] {4}) {
            others.add(new HardwareConfig("other", array, 1, c.vectors(), 16, c.weightRingBytes(), c.kvRingBytes(),
                    c.activationElements(), c.resultElements(), c.inputWords(), c.inputScales(), c.cacheBytes(),
                    c.queueDepth(), c.burstBeats(), c.outstandingReads(), c.tokenCapacity(), c.slots()));
        }
        for (HardwareConfig other : others) {
            assertThatThrownBy(() -> compile(other, 32)).isInstanceOf(FabricastException.class)
                    .hasMessageContaining("F4002").hasMessageContaining("an array of 8, 16, 32 or 64");
        }
    }

    @Test
    void aModelOfOnePositionCompiles() {
        CompiledModel model = ModelCompiler.compile(SmallModel.random(SmallModel.shape(RotaryStyle.HALF, 8, 1), SEED),
                new CompileOptions(HardwareConfig.sim64(), new BoardFacts("test", 64, 16), 64));
        assertThat(new FunctionalMachine(model).run(new int[] {3}, 1, -1, 0, 0)).hasSize(1);
    }
}
