package org.fabricast.compiler.artefact;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.compiler.CompiledModel;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelFormat;
import org.fabricast.compiler.lower.DecodeProgram;
import org.fabricast.gen.GeneratedRtl;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.image.Artefact;
import org.fabricast.ir.image.ArtefactFile;
import org.fabricast.ir.image.ArtefactWriter;
import org.fabricast.ir.image.Manifest;
import org.fabricast.ir.image.ModelSummary;
import org.fabricast.ir.image.ProgramFacts;
import org.fabricast.ir.image.Versions;
import org.fabricast.ir.isa.text.Disassembler;
import org.fabricast.ir.tokenizer.SpecialTokens;
import org.fabricast.ir.tokenizer.Tokenizer;
import org.fabricast.ir.tokenizer.TokenizerLoader;

/**
 * Writes an artefact: Verilog, program with its text, weights, tokenizer, report, manifest. Equal inputs give equal bytes.
 *
 * <p>Errors: F1003 if the place cannot be written; then nothing is left there.
 */
public final class ArtefactAssembler {

    /** Path of the compilation's report in an artefact. */
    public static final String REPORT_FILE = "report/report.json";

    private ArtefactAssembler() {
    }

    /**
     * Writes the artefact of a model with weights.
     *
     * @param directory where it will stand; an artefact that stands there is replaced when the new one is complete
     */
    public static Artefact write(ImportedModel model, CompiledModel compiled, GeneratedRtl rtl, Path directory) {
        try (ArtefactWriter writer = ArtefactWriter.begin(directory)) {
            for (Map.Entry<String, String> file : rtl.files().entrySet()) {
                writer.text(Manifest.RTL + "/" + file.getKey(), file.getValue());
            }
            writer.file(Manifest.PROGRAM_FILE, compiled.program().bytes());
            writer.text(Manifest.PROGRAM_TEXT, Disassembler.text(compiled.program().instructions()));
            writer.file(Manifest.WEIGHTS_FILE, compiled.image().bytes());
            model.tokenizer().ifPresent(tokenizer -> tokenizer(writer, tokenizer));
            writer.text(REPORT_FILE, CompileReport.of(compiled).toPrettyString() + "\n");
            return writer.finish(files -> manifest(model, compiled, rtl.top(), files));
        }
    }

    private static void tokenizer(ArtefactWriter writer, Tokenizer tokenizer) {
        tokenizer.files().forEach(writer::file);
        writer.text(TokenizerLoader.FACTS_FILE, TokenizerLoader.facts(tokenizer.specials()));
    }

    private static Manifest manifest(ImportedModel model, CompiledModel compiled, String top, List<ArtefactFile> files) {
        Graph graph = model.graph();
        ModelSummary summary = new ModelSummary(graph.name(), architecture(model), graph.parameters(), graph.layers(),
                compiled.fused().dim(), graph.vocab(), graph.context());
        return new Manifest(top, files, summary, compiled.options().board(), compiled.options().config(),
                compiled.options().config().hash(), compiled.memoryMap(), program(model, compiled),
                compiled.image().table(), compiled.costs(), Versions.CURRENT);
    }

    /** A checkpoint's version is no architecture: it is of the family its format was made for. */
    private static String architecture(ImportedModel model) {
        return model.provenance().format() == ModelFormat.HUGGING_FACE ? model.provenance().version() : "llama";
    }

    private static ProgramFacts program(ImportedModel model, CompiledModel compiled) {
        Graph graph = model.graph();
        Optional<Tokenizer> tokenizer = model.tokenizer();
        SpecialTokens specials = tokenizer.map(Tokenizer::specials)
                .orElseGet(() -> new SpecialTokens(graph.facts().bos(), graph.facts().eos(), false));
        OptionalInt bos = specials.bos();
        String file = tokenizer.map(t -> t.files().keySet().iterator().next()).orElse("");
        return new ProgramFacts(compiled.program().core(), compiled.program().cores(),
                compiled.program().instructions().size(), DecodeProgram.logitsStride(graph.vocab()), graph.context(),
                graph.context(), file, bos, specials.prependsBos(), specials.ends());
    }
}
