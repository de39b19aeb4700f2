package org.fabricast.compiler.frontend.fir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.frontend.ImportOptions;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.compiler.frontend.ModelSummary;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.text.FirWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirFrontendTest {

    @TempDir
    Path directory;

    @Test
    void aWrittenGraphIsReadBackWithTheTokenizerTheUserNames() throws IOException {
        Graph fable = ModelLoader.load(SharedFiles.project("models/fable"), Optional.empty()).graph();
        Path file = directory.resolve("fable.fir");
        FirWriter.write(fable, file);
        ImportedModel back = ModelLoader.load(file, Optional.of(SharedFiles.project("models/fable/tokenizer.json")));
        assertThat(back.graph()).isEqualTo(fable);
        // "Tom" is 54, 349 in the reference files of the model, behind BOS 1.
        assertThat(back.requireTokenizer().prompt("Tom", back.requireTokenizer().prependsBos())).containsExactly(1, 54, 349);
        assertThat(ModelLoader.load(file, new ImportOptions(Optional.empty(), true)).graph().hasData()).isFalse();
        ModelSummary summary = ModelLoader.inspect(file);
        assertThat(summary.parameters()).isEqualTo(853_120);
        assertThat(summary.elementType()).isEqualTo("f16");
    }

    @Test
    void aTextThatIsNoGraphIsRefusedAndDescribed() throws IOException {
        Path file = Files.writeString(directory.resolve("m.fir"), "graph graph");
        assertThatThrownBy(() -> ModelLoader.load(file, Optional.empty())).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2201));
        assertThat(ModelLoader.inspect(file).supported()).isFalse();
    }

    @Test
    void aGraphOfShapesIsRefusedWhereWeightsAreNeeded() throws IOException {
        Graph shapes = ModelLoader.load(SharedFiles.project("models/fable"), new ImportOptions(Optional.empty(), true)).graph();
        Path file = directory.resolve("m.fir");
        FirWriter.write(shapes, file);
        assertThatThrownBy(() -> ModelLoader.load(file, Optional.empty())).isInstanceOfSatisfying(FabricastException.class,
                e -> assertThat(e.diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2114));
        assertThat(ModelLoader.load(file, new ImportOptions(Optional.empty(), true)).graph().nodes()).isEqualTo(shapes.nodes());
    }
}
