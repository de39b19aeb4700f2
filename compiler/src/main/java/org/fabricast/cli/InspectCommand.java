package org.fabricast.cli;

import java.nio.file.Files;
import java.nio.file.Path;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.frontend.ModelSummary;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ExitStatus;
import org.fabricast.ir.graph.build.ModelShape;
import org.fabricast.ir.image.Manifest;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** {@code inspect MODEL|DIR}: of an artefact how its weights are stored; of a model architecture, shapes, parameters and everything unsupported at once, without loading weights. */
@CommandLine.Command(name = "inspect", description = "Architecture, shapes, parameters, unsupported parts (all at once).")
final class InspectCommand extends Command {

    @Parameters(paramLabel = "MODEL|DIR",
            description = "A llama2.c checkpoint, a Hugging Face directory, a .fir graph, or an artefact.")
    private Path model;

    @Override
    ExitStatus run(Console console) {
        if (Files.isRegularFile(model.resolve(Manifest.FILE))) {
            ArtefactInspection.print(model, console);
            return ExitStatus.OK;
        }
        ModelSummary summary = ModelLoader.inspect(model);
        console.line("model         %s", summary.name());
        console.line("format        %s", summary.format());
        console.line("architecture  %s", summary.architecture());
        console.line("parameters    %,d (%s, %,d bytes)", summary.parameters(), summary.elementType(),
                summary.weightBytes());
        ObjectNode document = Console.object().put("name", summary.name()).put("format", summary.format().name())
                .put("architecture", summary.architecture()).put("parameters", summary.parameters())
                .put("element_type", summary.elementType()).put("weight_bytes", summary.weightBytes())
                .put("supported", summary.supported());
        summary.shape().ifPresent(shape -> {
            shape(console, shape);
            document.set("shape", shapeJson(shape));
        });
        ArrayNode unsupported = document.putArray("unsupported");
        for (Diagnostic finding : summary.unsupported()) {
            console.line("%s", finding.text());
            unsupported.addObject().put("code", finding.code().name()).put("subject", finding.subject())
                    .put("expected", finding.expected()).put("found", finding.found());
        }
        console.line("%s", summary.supported() ? "supported" : summary.unsupported().size() + " unsupported parts");
        console.json(document);
        return summary.supported() ? ExitStatus.OK : ExitStatus.MODEL;
    }

    private static void shape(Console console, ModelShape s) {
        console.line("shape         %d layers, width %d, feed-forward %d, %d heads of %d, %d KV heads", s.layers(), s.dim(),
                s.hidden(), s.heads(), s.headDim(), s.kvHeads());
        console.line("              vocabulary %d, context %d, %s embeddings, %s", s.vocab(), s.context(),
                s.tied() ? "tied" : "untied", s.positions());
    }

    private static ObjectNode shapeJson(ModelShape s) {
        return Console.object().put("layers", s.layers()).put("dim", s.dim()).put("hidden", s.hidden())
                .put("heads", s.heads()).put("kv_heads", s.kvHeads()).put("head_dim", s.headDim())
                .put("vocabulary", s.vocab()).put("context", s.context()).put("tied", s.tied());
    }
}
