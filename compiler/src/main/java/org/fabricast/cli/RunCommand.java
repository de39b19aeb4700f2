package org.fabricast.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.run.DeviceKind;
import org.fabricast.compiler.run.DeviceOpener;
import org.fabricast.compiler.run.TokenModel;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.ExitStatus;
import org.fabricast.diag.FabricastException;
import org.fabricast.driver.GenerateOptions;
import org.fabricast.driver.Generation;
import org.fabricast.driver.RtlOptions;
import org.fabricast.ir.tokenizer.StreamingDecoder;
import org.fabricast.ir.tokenizer.Tokenizer;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run DIR|MODEL}: continues a prompt on a device, printing the text as it comes. */
@CommandLine.Command(name = "run", description = "Continues a prompt on a device.")
final class RunCommand extends Command {

    @Parameters(paramLabel = "DIR|MODEL", description = "An artefact, or a model that is compiled first.")
    private Path subject;

    @Option(names = "--device", paramLabel = "D", defaultValue = "functional",
            description = "reference, functional or rtl (default: functional).")
    private String device = "functional";

    @Option(names = "--prompt", paramLabel = "S", defaultValue = "", description = "Text to continue (default: none).")
    private String prompt = "";

    @Option(names = "--tokens", paramLabel = "N", defaultValue = "64", description = "Most tokens to generate (default: 64).")
    private int tokens = 64;

    @Option(names = "--temperature", paramLabel = "T", defaultValue = "0",
            description = "0 takes the most likely token; above 0 samples (default: 0).")
    private double temperature;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Seed of the sampling (default: 0).")
    private long seed;

    @Option(names = "--trace", paramLabel = "F.fst[:FROM-TO]",
            description = "FST trace of the simulated Verilog, with a window of cycles.")
    private Optional<String> trace = Optional.empty();

    @Option(names = "--dump-logits", paramLabel = "F.json", description = "Writes the logits of every generated token.")
    private Optional<Path> dumpLogits = Optional.empty();

    @Option(names = "--bos", negatable = true, description = "Begin with the beginning-of-sequence token, or do not.")
    private Optional<Boolean> bos = Optional.empty();

    @Option(names = "--ignore-eos", description = "Go on behind an end-of-sequence token.")
    private boolean ignoreEnd;

    @Mixin
    private final ModelOptions modelOptions = new ModelOptions();

    @Override
    ExitStatus run(Console console) {
        DeviceKind kind = DeviceKind.parse(device);
        checkNumbers();
        if (trace.isPresent() && kind != DeviceKind.RTL) {
            throw new FabricastException(ErrorCode.F1001, "--trace", "--device rtl, which has signals to trace",
                    "--device " + kind.text(), "");
        }
        RtlOptions rtl = trace.map(TraceOption::parse).map(t -> new RtlOptions(Optional.of(t), 0, 0))
                .orElse(RtlOptions.PLAIN);
        dumpLogits.ifPresent(LogitsFile::checkWritable);
        Subject opened = Subject.open(subject, modelOptions);
        Tokenizer tokenizer = opened.tokenizer();
        int[] ids = promptTokens(tokenizer);
        Heartbeat heartbeat = new Heartbeat(console);
        DeviceOpener opener = new DeviceOpener(console.environment(), rtl, (step, steps, what, since) ->
                console.progress("[%d/%d] %s (%.1f s)", step, steps, what, since.toMillis() / 1e3), heartbeat);
        try (TokenModel model = opened.on(kind, modelOptions, opener, console)) {
            GenerateOptions options = new GenerateOptions(tokens, temperature, seed, dumpLogits.isPresent(), !ignoreEnd);
            StringBuilder text = new StringBuilder(tokenizer.decode(ids));
            console.part(text.toString());
            StreamingDecoder decoder = new StreamingDecoder(tokenizer, ids[ids.length - 1]);
            long began = System.nanoTime();
            Generation generation = model.generate(ids, options, token -> {
                String part = decoder.push(token);
                text.append(part);
                console.part(part);
                heartbeat.shown();
            });
            double seconds = (System.nanoTime() - began) / 1e9;
            String rest = decoder.finish();
            text.append(rest);
            console.part(rest);
            console.line("");
            dumpLogits.ifPresent(file -> LogitsFile.write(file, generation));
            ObjectNode document = RunReport.of(model, generation, text.toString(), seconds);
            RunReport.print(console, document);
            console.json(document);
        }
        return ExitStatus.OK;
    }

    private void checkNumbers() {
        if (tokens < 0) {
            throw new FabricastException(ErrorCode.F1001, "--tokens", "0 or more", String.valueOf(tokens), "");
        }
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new FabricastException(ErrorCode.F1001, "--temperature", "0 or more", String.valueOf(temperature), "");
        }
    }

    private int[] promptTokens(Tokenizer tokenizer) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(prompt)) {
            throw new FabricastException(ErrorCode.F1001, "--prompt", "text in UTF-8", "half of a surrogate pair", "");
        }
        boolean with = bos.orElse(tokenizer.prependsBos());
        if (with && tokenizer.bos().isEmpty()) {
            throw new FabricastException(ErrorCode.F1001, "--bos", "a tokenizer with a beginning-of-sequence token",
                    "none", "Leave --bos out.");
        }
        int[] ids = tokenizer.prompt(prompt, with);
        if (ids.length == 0) {
            throw new FabricastException(ErrorCode.F1001, "--prompt", "at least one token", "none",
                    "Give a prompt, or use --bos.");
        }
        return ids;
    }
}
