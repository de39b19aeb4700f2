package org.fabricast.cosim.estimate;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.fabricast.board.Board;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.ModelCompiler;
import org.fabricast.compiler.artefact.Workshop;
import org.fabricast.compiler.assign.CalibrationSequences;
import org.fabricast.compiler.assign.SparsityChoice;
import org.fabricast.compiler.assign.WeightChoice;
import org.fabricast.compiler.estimate.machine.MachineRun;
import org.fabricast.compiler.estimate.machine.MemoryRate;
import org.fabricast.compiler.estimate.machine.Start;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceModel;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.compiler.sparse.NmPattern;
import org.fabricast.compiler.sparse.SparsityTarget;
import org.fabricast.driver.RtlOptions;
import org.fabricast.driver.Transport;
import org.fabricast.driver.verilator.BuildListener;
import org.fabricast.ir.hw.HardwareConfig;
import org.fabricast.ir.hw.RegisterMap;
import org.fabricast.ir.hw.RegisterMap.Counter;
import org.fabricast.ir.hw.RegisterMap.Register;

/** A model on a board, in simulated Verilog and in the cycle model. */
final class MeasuredMachine implements AutoCloseable {

    private static final int NO_STOP = -1;
    private static final long BUDGET = 1 << 20;

    private final CompiledModel compiled;
    private final DeviceModel rtl;

    private MeasuredMachine(CompiledModel compiled, DeviceModel rtl) {
        this.compiled = compiled;
        this.rtl = rtl;
    }

    static MeasuredMachine of(String name, String board, WeightChoice weights, Path directory) {
        Board.Machine machine = Boards.machine(board);
        return of(model(name), new CompileOptions(machine.config(), machine.facts(), CompileOptions.DEFAULT_GROUP, weights), directory);
    }

    /** A model at 8:16 of 4 bits on {@code sim256}; which weights go changes no time, so one sentence judges them. */
    static MeasuredMachine sparse(String name, Path directory) {
        ImportedModel model = model(name);
        Board.Machine machine = Boards.machine("sim256");
        int[] text = model.requireTokenizer().prompt("Once upon a time there was a little dog.", true);
        SparsityChoice sparsity = SparsityChoice.of(new SparsityTarget.Fixed(new NmPattern(8, 16)))
                .on(new CalibrationSequences("a sentence", List.of(Arrays.stream(text).boxed().toList())));
        return of(model, new CompileOptions(machine.config().with(HardwareConfig.Products.SPARSE_DSP48E2), machine.facts(),
                CompileOptions.DEFAULT_GROUP, new WeightChoice.Uniform(4)).with(sparsity), directory);
    }

    private static MeasuredMachine of(ImportedModel model, CompileOptions options, Path directory) {
        DeviceModel rtl = new DeviceOpener(System.getenv(), RtlOptions.PLAIN, BuildListener.SILENT, cycles -> { })
                .open(Workshop.make(model, options, directory.resolve("artefact")), DeviceKind.RTL);
        return new MeasuredMachine(ModelCompiler.compile(model.graph(), options), rtl);
    }

    private static ImportedModel model(String name) {
        Path root = Path.of(System.getProperty("fabricast.root")).toAbsolutePath();
        if (name.equals("fable")) {
            return ModelLoader.load(root.resolve("models/fable"), Optional.empty());
        }
        for (Path at = root; at != null; at = at.getParent()) {
            Path checkpoint = at.resolve("shared/models/stories260K/stories260K.bin");
            if (Files.isRegularFile(checkpoint)) {
                return ModelLoader.load(checkpoint, Optional.of(checkpoint.resolveSibling("tok512.bin")));
            }
        }
        assumeTrue(false, "no shared/models/stories260K beside the project: this model is not run");
        throw new IllegalStateException("unreachable");
    }

    /** Counters of a start; token 0 everywhere, K and V as they are: neither changes when anything happens. */
    Map<Counter, Long> measure(Start start) {
        Transport transport = rtl.session().device().transport();
        for (int i = 0; i < start.prompt(); i++) {
            transport.writeRegister(RegisterMap.TOKENS + 4 * i, 0);
        }
        transport.writeRegister(Register.PROMPT_TOKENS.offset(), start.prompt());
        transport.writeRegister(Register.GENERATE_TOKENS.offset(), start.generate());
        transport.writeRegister(Register.STOP_TOKEN.offset(), NO_STOP);
        transport.writeRegister(Register.LOGITS.offset(), 0);
        transport.writeRegister(Register.POSITION.offset(), start.position());
        transport.writeRegister(Register.CTRL.offset(), RegisterMap.AP_START);
        Transport.Stop stop;
        do {
            stop = transport.advance(BUDGET);
        } while (stop == Transport.Stop.TOKEN || stop == Transport.Stop.BUDGET);
        if (stop != Transport.Stop.DONE) {
            throw new AssertionError("the machine stopped with " + stop);
        }
        transport.readRegister(Register.CTRL.offset());
        Map<Counter, Long> counters = new EnumMap<>(Counter.class);
        for (Counter counter : Counter.values()) {
            counters.put(counter, (transport.readRegister(counter.offset() + 4) & 0xffff_ffffL) << 32
                    | transport.readRegister(counter.offset()) & 0xffff_ffffL);
        }
        return counters;
    }

    /** What the cycle model says of the same start. */
    MachineRun estimate(Start start) {
        var facts = compiled.options().board();
        int beat = compiled.options().config().busBytes();
        return MachineRun.of(compiled.program(), compiled.options().config(),
                new MemoryRate(facts.memoryLatencyCycles(), Math.min(beat, facts.memoryBytesPerCycle()), beat, 1), start,
                operands -> operands.opcode().mnemonic());
    }

    CompiledModel compiled() {
        return compiled;
    }

    @Override
    public void close() {
        rtl.close();
    }
}
