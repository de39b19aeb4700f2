package org.fabricast.compiler.divide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.FunctionalMachine;
import org.fabricast.compiler.ModelCompiler;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.SmallModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.BoardFacts;
import org.fabricast.ir.image.MemoryRegion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The number of cores changes no bit: tokens and logits of several cores against those of one. */
class DividedModelTest {

    private static final int LOGITS_OF_ALL = 2;
    private static final int LOGITS_OF_GENERATED = 1;
    private static final int NO_STOP = -1;

    private static CompiledModel compile(Graph graph, HardwareConfig config) {
        return ModelCompiler.compile(graph, new CompileOptions(config, new BoardFacts("test", 64, 16), 64));
    }

    private static HardwareConfig config(int array) {
        return array == 8 ? HardwareConfig.sim64() : HardwareConfig.sim256();
    }

    private static void sameBits(Graph graph, HardwareConfig config, int cores, int[] prompt, int tokens) {
        FunctionalMachine one = new FunctionalMachine(compile(graph, config));
        FunctionalMachine several = new FunctionalMachine(compile(graph, config.withCores(cores)));
        assertThat(several.run(prompt, 0, NO_STOP, LOGITS_OF_ALL, 0)).isEmpty();
        assertThat(one.run(prompt, 0, NO_STOP, LOGITS_OF_ALL, 0)).isEmpty();
        compareLogits(one, several, prompt.length);
        int[] last = {prompt[prompt.length - 1]};
        List<Integer> generated = one.run(last, tokens, NO_STOP, LOGITS_OF_GENERATED, prompt.length);
        assertThat(several.run(last, tokens, NO_STOP, LOGITS_OF_GENERATED, prompt.length)).isEqualTo(generated).hasSize(tokens);
        compareLogits(one, several, tokens);
    }

    private static void compareLogits(FunctionalMachine one, FunctionalMachine several, int steps) {
        for (int step = 0; step < steps; step++) {
            assertThat(bits(several.logits(step))).as("logits of step %d", step).isEqualTo(bits(one.logits(step)));
        }
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length).map(i -> Float.floatToRawIntBits(values[i])).toArray();
    }

    /** With 11 logits the second core has none. */
    @ParameterizedTest
    @CsvSource({"8, 8", "8, 16", "16, 8", "16, 32"})
    void sizes_that_do_not_divide_give_the_bits_of_one_core(int array, int headDim) {
        sameBits(SmallModel.random(SmallModel.shape(RotaryStyle.HALF, headDim, 90), 5), config(array), 2, new int[] {1, 7, 3}, 70);
    }

    @Test
    void fable_on_two_cores_gives_the_bits_of_one() {
        Graph graph = ModelLoader.load(SharedFiles.project("models/fable"), Optional.empty()).graph();
        sameBits(graph, HardwareConfig.sim64(), 2, new int[] {1, 415, 416, 261, 341}, 4);
    }

    @ParameterizedTest
    @CsvSource({"8, 2", "8, 3", "16, 3", "16, 4"})
    void stories_on_several_cores_gives_the_bits_of_one(int array, int cores) {
        Path checkpoint = SharedFiles.shared("models/stories260K/stories260K.bin");
        Graph graph = ModelLoader.load(checkpoint, Optional.of(checkpoint.resolveSibling("tok512.bin"))).graph();
        sameBits(graph, config(array), cores, new int[] {1, 403, 407, 261}, 4);
    }

    @Test
    void weights_and_keys_of_each_core_have_their_own_place_of_one_size() {
        CompiledModel one = compile(SmallModel.random(SmallModel.shape(RotaryStyle.HALF, 8, 90), 5), config(8));
        CompiledModel two = compile(SmallModel.random(SmallModel.shape(RotaryStyle.HALF, 8, 90), 5), config(8).withCores(2));
        List<MemoryRegion> map = two.memoryMap();
        assertThat(map.get(1).bytes()).isEqualTo(2 * two.image().layout().totalBytes());
        assertThat(map.get(2).bytes()).isEqualTo(one.memoryMap().get(2).bytes());
        // What is necessary does not depend on how it is divided.
        assertThat(two.costs()).isEqualTo(one.costs());
        assertThat(two.image().errors()).isEqualTo(one.image().errors());
    }

    @Test
    void more_cores_than_kv_heads_are_refused_with_what_works() {
        Graph graph = SmallModel.shapes(SmallModel.shape(RotaryStyle.HALF, 8, 90));
        assertThatThrownBy(() -> compile(graph, config(8).withCores(3))).isInstanceOf(FabricastException.class)
                .hasMessageContaining("F4002").hasMessageContaining("at most 2 cores, one for each KV head")
                .hasMessageContaining("--cores 2");
    }
}
