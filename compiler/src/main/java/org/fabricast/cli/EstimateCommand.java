package org.fabricast.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.board.Board;
import org.fabricast.board.Boards;
import org.fabricast.compiler.CompileOptions;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.ModelCompiler;
import org.fabricast.compiler.estimate.BoardMemory;
import org.fabricast.compiler.estimate.Estimate;
import org.fabricast.compiler.estimate.Estimator;
import org.fabricast.compiler.estimate.Phase;
import org.fabricast.compiler.estimate.machine.OperatorUse;
import org.fabricast.compiler.estimate.machine.Totals;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.ArtefactReader;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.isa.InstructionCodec;
import org.fabricast.ir.isa.Program;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code estimate MODEL|DIR --phase P --context N}: what the cycle model says, operator by operator. Weights are not needed. */
@CommandLine.Command(name = "estimate", description = "Cycles of a phase by the cycle model, operator by operator.")
final class EstimateCommand extends Command {

    private static final String SOURCE = "cycle model; nothing is measured";
    private static final String JSON_FILE = ".json";

    @Parameters(paramLabel = "MODEL|DIR", description = "A model, its config.json alone, or an artefact.")
    private Path subject;

    @Option(names = "--phase", paramLabel = "P", defaultValue = "decode",
            description = "prefill: a prompt is read; decode: a token is generated (default).")
    private String phase;

    @Option(names = "--context", paramLabel = "N", required = true,
            description = "decode: positions attended to, the new one included; prefill: tokens of the prompt.")
    private int context;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "1", description = "Sequences at a time: 1.")
    private int batch;

    @Option(names = "--shape-only", description = "With --weights mixed: bits chosen without looking at weights.")
    private boolean shapeOnly;

    @Mixin
    private final ModelOptions modelOptions = new ModelOptions();

    @Override
    ExitStatus run(Console console) {
        Phase asked = check();
        modelOptions.shapesSuffice();
        Estimate estimate = estimator(console).estimate(asked, context);
        print(console, estimate);
        console.json(json(estimate));
        return ExitStatus.OK;
    }

    private Phase check() {
        List<Diagnostic> findings = new ArrayList<>();
        Optional<Phase> asked = List.of(Phase.values()).stream().filter(p -> lower(p).equals(phase)).findFirst();
        if (asked.isEmpty()) {
            findings.add(new Diagnostic(ErrorCode.F1001, "--phase", "prefill or decode", phase, ""));
        }
        if (context < 1) {
            findings.add(new Diagnostic(ErrorCode.F1001, "--context", "1 or more", String.valueOf(context), ""));
        }
        if (batch < 1) {
            findings.add(new Diagnostic(ErrorCode.F1001, "--batch", "1", String.valueOf(batch), ""));
        } else if (batch > 1) {
            findings.add(new Diagnostic(ErrorCode.F1006, "--batch", "1: a program runs one sequence", String.valueOf(batch), ""));
        }
        if (!findings.isEmpty()) {
            throw new FabricastException(findings);
        }
        return asked.orElseThrow();
    }

    private Estimator estimator(Console console) {
        if (Files.isRegularFile(subject.resolve(Manifest.FILE))) {
            Artefact artefact = ArtefactReader.open(subject);
            Manifest manifest = artefact.manifest();
            modelOptions.requireFitting(manifest);
            Board board = Boards.find(manifest.board().name());
            Program program = new Program(manifest.program().core(), manifest.program().cores(),
                    InstructionCodec.decode(artefact.bytes(Manifest.PROGRAM_FILE)));
            return new Estimator(program, manifest.configuration(), BoardMemory.of(board, manifest.configuration()),
                    manifest.weights(), manifest.program().context());
        }
        CompileOptions options = modelOptions.compileOptions();
        Board board = Boards.find(options.board().name());
        BoardMemory memory = BoardMemory.of(board, options.config());
        boolean withoutWeights = shapeOnly || !modelOptions.mixed() || subject.toString().endsWith(JSON_FILE);
        console.progress("[1/3] import %s", subject);
        ImportedModel imported = ModelLoader.load(subject, modelOptions.importOptions(withoutWeights));
        console.progress("[2/3] compile for %s", options.config().name());
        CompiledModel compiled = ModelCompiler.compile(imported.graph(), modelOptions.compileOptions(imported));
        console.progress("[3/3] run the cycle model");
        return new Estimator(compiled.program(), options.config(), memory, compiled.image().table(), compiled.fused().context());
    }

    private static void print(Console console, Estimate e) {
        Totals t = e.totals();
        console.line("phase      %s, %,d %s, batch 1 (%s)", lower(e.phase()), e.context(),
                e.phase() == Phase.DECODE ? "positions attended to" : "tokens of prompt", SOURCE);
        console.line("time       %,d cycles at %.0f MHz = %.6f s, %.2f tokens/s", t.cycles(), e.memory().clockHz() / 1e6,
                e.seconds(), e.tokensPerSecond());
        console.line("bound      %s", e.bound().text());
        console.line("memory     %,d bytes, busy %.1f %%: %.2f bytes per cycle, %s", t.bytes(), 100 * e.memoryBusy(),
                e.memory().rate().bytesPerCycle(), e.memory().text());
        console.line("engine     multiplies %.1f %%, quantises %.1f %%, waits for words %.1f %%",
                share(t.multiplying(), t), share(t.quantising(), t), share(t.starved(), t));
        console.line("special    functions %.1f %%", share(t.special(), t));
        console.line("control    %,d instructions, %,d bytes of them read", t.instructions(), t.fetchedBytes());
        console.line("operator   %-24s %-5s %12s %14s %14s %16s", "", "queue", "instructions", "cycles", "waited", "bytes");
        for (OperatorUse use : e.operators()) {
            console.line("operator   %-24s %-5s %,12d %,14d %,14d %,16d", use.name(), use.queue(), use.instructions(), use.cycles(),
                    use.waited(), use.bytes());
        }
    }

    private static double share(long cycles, Totals totals) {
        return 100.0 * cycles / totals.cycles();
    }

    private static ObjectNode json(Estimate e) {
        Totals t = e.totals();
        ObjectNode document = Console.object().put("source", SOURCE).put("phase", lower(e.phase())).put("context", e.context())
                .put("batch", 1).put("cycles", t.cycles()).put("seconds", e.seconds())
                .put("tokens_per_second", e.tokensPerSecond()).put("bytes", t.bytes()).put("bound", e.bound().text())
                .put("clock_hz", e.memory().clockHz()).put("memory_bytes_per_cycle", e.memory().rate().bytesPerCycle())
                .put("memory_rate", e.memory().text()).put("memory_busy_cycles", t.memory())
                .put("multiplying_cycles", t.multiplying()).put("quantising_cycles", t.quantising())
                .put("special_function_cycles", t.special()).put("starved_cycles", t.starved())
                .put("instructions", t.instructions()).put("instruction_bytes", t.fetchedBytes());
        ArrayNode operators = document.putArray("operators");
        for (OperatorUse use : e.operators()) {
            operators.addObject().put("name", use.name()).put("queue", use.queue().name())
                    .put("instructions", use.instructions()).put("cycles", use.cycles()).put("waited_cycles", use.waited())
                    .put("bytes", use.bytes());
        }
        return document;
    }

    private static String lower(Phase phase) {
        return phase.name().toLowerCase(Locale.ROOT);
    }
}
