package org.fabricast.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.FunctionalMachine;
import org.fabricast.compiler.ModelCompiler;
import org.fabricast.compiler.SmallModel;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.plan.WeightPlan;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.BoardFacts;
import org.fabricast.ir.image.WeightTensor;
import org.fabricast.ir.isa.Instruction;
import org.fabricast.ir.isa.Opcode;
import org.fabricast.ir.isa.verify.ProgramVerifier;
import org.fabricast.ir.isa.verify.RegionSizes;
import org.fabricast.ir.isa.verify.Scenario;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers whose weights differ: the program finds each layer's streams, and multiplies by what was stored. */
class LayerWeightsTest {

    private static final int CONTEXT = 40;
    private static final int LAYERS = 5;
    private static final int[] TOKENS = {1, 7, 3, 9, 4};

    /** Plans of five layers: all alike; the classifier alone; one layer; two series; every layer its own. */
    static List<WeightPlan> plans() {
        WeightPlan three = WeightPlan.uniform(3, LAYERS);
        WeightPlan each = WeightPlan.uniform(6, LAYERS);
        for (int matrix = 0; matrix < 4 * LAYERS; matrix++) {
            each = each.with(matrix, WeightPlan.CHOICES.get((matrix * 3 + matrix / 4) % 5));
        }
        return List.of(WeightPlan.uniform(4, LAYERS), WeightPlan.uniform(5, LAYERS).with(4 * LAYERS, 8), three.with(9, 8),
                three.with(12, 6).with(16, 6), each);
    }

    private static CompiledModel compile(Graph graph, HardwareConfig config, WeightPlan plan) {
        return ModelCompiler.compile(graph, new CompileOptions(config, new BoardFacts("test", 64, 16), 64,
                new WeightChoice.Given(plan)));
    }

    private static Graph graph() {
        LlamaShape s = SmallModel.shape(RotaryStyle.HALF, 8, CONTEXT);
        return SmallModel.random(new LlamaShape(s.dim(), s.hidden(), LAYERS, s.heads(), s.kvHeads(), s.headDim(), s.vocab(),
                s.context(), s.eps(), s.theta(), s.ropeStyle(), s.scaling(), s.tied()), 5);
    }

    /**
     * The same levels and scales in plain streams under the program of INT8, which has no bits and no look-up: every logit
     * has the same bits.
     */
    @ParameterizedTest
    @MethodSource("plans")
    void theProgramIsSoundAndComputesWhatPlainStreamsOfTheSameLevelsGive(WeightPlan plan) {
        Graph graph = graph();
        for (HardwareConfig config : List.of(HardwareConfig.sim64(), HardwareConfig.sim256())) {
            CompiledModel model = compile(graph, config, plan);
            RegionSizes sizes = new RegionSizes(model.memoryMap().get(1).bytes(), model.memoryMap().get(2).bytes(),
                    model.memoryMap().get(3).bytes());
            assertThat(ProgramVerifier.verify(model.program(), config, sizes, List.of(Scenario.of(1, 0, 0, 0),
                    Scenario.of(3, 2, 0, 0), Scenario.of(1, 1, 1, CONTEXT - 1)))).isEmpty();
            CompiledModel plain = compile(graph, config, WeightPlan.uniform(8, LAYERS));
            FunctionalMachine expected = new FunctionalMachine(plain);
            for (WeightTensor matrix : model.matrices()) {
                WeightTensor place = plain.image().table().tensor(matrix.name()).orElseThrow();
                byte[] stream = plainStream(model, matrix);
                assertThat((long) stream.length).isEqualTo(place.bytes());
                expected.memory().write(plain.memoryMap().get(1).base() + place.offset(), stream);
            }
            assertThat(logits(new FunctionalMachine(model), model)).as("%s, %s", config.name(), plan)
                    .isEqualTo(logits(expected, plain));
        }
    }

    private static List<Integer> logits(FunctionalMachine machine, CompiledModel model) {
        machine.run(TOKENS, 0, -1, 2, 0);
        List<Integer> bits = new ArrayList<>();
        for (int step = 0; step < TOKENS.length; step++) {
            for (int i = 0; i < model.fused().vocab(); i++) {
                bits.add(machine.memory().readInt(model.memoryMap().get(3).base()
                        + (long) step * DecodeProgram.logitsStride(model.fused().vocab()) + 4L * i));
            }
        }
        assertThat(bits.stream().distinct().count()).isGreaterThan(TOKENS.length);
        return bits;
    }

    /** The plain stream of a matrix of an image, read bit by bit by the text of docs/architecture.md. */
    private static byte[] plainStream(CompiledModel model, WeightTensor matrix) {
        byte[] packed = Arrays.copyOfRange(model.image().bytes(), (int) matrix.offset(),
                (int) (matrix.offset() + matrix.bytes()));
        if (matrix.bits() == 8) {
            return packed;
        }
        int n = model.options().config().array();
        BitSet bits = BitSet.valueOf(packed);
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        int at = 0;
        for (int tile = 0; tile < matrix.rows(); tile += n * n / 2) {
            int blocks = Math.ceilDiv(Math.min(n * n / 2, matrix.rows() - tile), n);
            for (int from = 0; from < matrix.cols(); from += matrix.group()) {
                byte[] scales = Arrays.copyOf(bits.get(at, at + 16 * n * blocks).toByteArray(), n * n);
                plain.writeBytes(scales);
                at += 16 * n * blocks;
                int words = blocks * Math.ceilDiv(Math.min(matrix.group(), matrix.cols() - from), n);
                for (int code = 0; code < words * n * n; code++, at += matrix.bits()) {
                    int value = 0;
                    for (int b = 0; b < matrix.bits(); b++) {
                        value |= bits.get(at + b) ? 1 << b : 0;
                    }
                    boolean negative = bits.get(at + matrix.bits() - 1);
                    plain.write(negative ? value - (1 << matrix.bits()) : value);
                }
            }
        }
        return plain.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("plans")
    void aLookUpStandsOnlyWhereLayersDiffer(WeightPlan plan) {
        List<Instruction> program = compile(graph(), HardwareConfig.sim64(), plan).program().instructions();
        boolean alike = List.of(plans().get(0), plans().get(1)).contains(plan);
        int plain = compile(graph(), HardwareConfig.sim64(), WeightPlan.uniform(8, LAYERS)).program().instructions().size();
        if (alike) {
            assertThat(program).hasSize(plain);
        } else {
            assertThat(program.size()).isGreaterThan(plain);
            assertThat(program.stream().filter(i -> i.opcode() == Opcode.MV_RUN && i.registers().get(4) != 0)).hasSize(4);
        }
    }
}
