package org.fabricast.compiler.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.fabricast.board.Cores;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.FunctionalMachine;
import org.fabricast.compiler.ModelCompiler;
import org.fabricast.compiler.SmallModel;
import org.fabricast.compiler.lengths.BucketSpec;
import org.fabricast.compiler.lengths.Buckets;
import org.fabricast.compiler.lengths.Lengths;
import org.fabricast.ir.graph.RotaryStyle;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.image.BoardFacts;
import org.fabricast.ir.image.MemoryRegion;
import org.fabricast.ir.isa.Program;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of every length of a small model, written whole, against the account; and run. */
class LengthAccountTest {

    private static final int CONTEXT = 70;
    private static final long SEED = 5;
    private static final int CORES = 3;

    private static CompiledModel model() {
        return ModelCompiler.compile(SmallModel.random(SmallModel.shape(RotaryStyle.HALF, 16, CONTEXT), SEED),
                new CompileOptions(HardwareConfig.sim64(), new BoardFacts("test", 64, 16), 64));
    }

    /** The whole file: prompt steps before {@code position}, then the generating one, every layer of each. */
    private static Program file(CompiledModel model, int position, boolean prefill, int channels) {
        DecodeProgram parts = Parts.of(model);
        Code arguments = new Code();
        LengthAccount.argumentOfAFile(arguments);
        List<Item> items = new ArrayList<>(arguments.items());
        for (int p = 0; prefill && p < position; p++) {
            items.addAll(planned(PromptToken.code(parts), PromptToken.known(p), channels));
        }
        Code last = new Code();
        parts.head(last, LoadedLength.EXACT);
        parts.layers(last, LoadedLength.EXACT);
        parts.tail(last);
        items.addAll(planned(last, LengthAccount.known(position), channels));
        Code end = new Code();
        LengthAccount.endOfAFile(end);
        items.addAll(end.items());
        return Linker.link(items);
    }

    private static List<Item> planned(Code code, Map<Integer, Integer> known, int channels) {
        List<Item> straight = new ArrayList<>();
        new Straightener(known, Optional.of("exit"), straight::add).run(code.items());
        return TokenPlanner.plan(new ChannelSplit(channels).split(straight));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void theAccountIsTheSumOfAllFilesWrittenWhole(int channels) {
        CompiledModel model = model();
        long naive = 0;
        for (int position = 0; position < CONTEXT; position++) {
            naive += file(model, position, true, channels).bytes().length;
            naive += file(model, position, false, channels).bytes().length;
        }
        Buckets prefill = BucketSpec.prefill(Optional.of("32")).resolve(CONTEXT);
        Buckets decode = BucketSpec.decode(Optional.of("16")).resolve(CONTEXT);
        InstructionBytes bytes = LengthAccount.of(model.fused(), model.options().config(), 64, model.image().layout(),
                Parts.kv(model), prefill, decode, model.program().instructions().size(), new Cores(CORES, channels));
        assertThat(bytes.naive().bytes()).isEqualTo(CORES * naive);
        assertThat(bytes.naive().files()).isEqualTo(2L * CONTEXT * CORES);
        CompiledModel bucketed = ModelCompiler.compile(model.fused().graph(), model.options().with(
                new Lengths.Bucketed(BucketSpec.prefill(Optional.of("32")), BucketSpec.decode(Optional.of("16")))));
        assertThat(bytes.bucketed().bytes()).isEqualTo(bucketed.program().bytes().length);
        assertThat(bytes.bucketed().files()).isEqualTo(3 + 5);
        assertThat(bytes.parametric().bytes()).isEqualTo((long) CORES * model.program().bytes().length);
        assertThat(bytes.bucketedPrefill() + bytes.bucketedDecode()).isLessThan(bytes.bucketed().bytes())
                .isGreaterThan(bytes.bucketed().bytes() - 64 * 32);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void aFileOfOneLengthGivesTheTokenOfTheParametricProgram(int channels) {
        CompiledModel model = model();
        for (int length : new int[] {1, 7, 64, 65, CONTEXT - 1}) {
            int[] prompt = new Random(SEED).ints(length, 0, 11).toArray();
            FunctionalMachine whole = new FunctionalMachine(model);
            List<Integer> expected = whole.run(prompt, 1, -1, 0, 0);
            FunctionalMachine file = new FunctionalMachine(with(model, file(model, length - 1, true, channels)));
            assertThat(file.run(prompt, 1, -1, 0, 0)).as("length %d, %d channels, seed %d", length, channels, SEED)
                    .isEqualTo(expected);
        }
    }

    /** The model with another program, all other regions behind it. */
    private static CompiledModel with(CompiledModel model, Program program) {
        long room = (program.bytes().length + 4095) / 4096 * 4096;
        List<MemoryRegion> map = new ArrayList<>();
        map.add(new MemoryRegion(model.memoryMap().getFirst().name(), 0, program.bytes().length));
        model.memoryMap().stream().skip(1).forEach(r -> map.add(new MemoryRegion(r.name(), r.base() + room, r.bytes())));
        return new CompiledModel(model.options(), model.fused(), model.weights(), model.sparse(), program, model.image(), map,
                model.costs());
    }
}
