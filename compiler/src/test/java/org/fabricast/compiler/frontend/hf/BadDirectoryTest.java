package org.fabricast.compiler.frontend.hf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fabricast.compiler.SharedFiles;
import org.fabricast.compiler.frontend.ImportedModel;
import org.fabricast.compiler.frontend.ModelLoader;
import org.fabricast.diag.Diagnostic;
import org.fabricast.diag.ErrorCode;
import org.fabricast.diag.FabricastException;
import org.fabricast.ir.graph.DType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every way a model directory can be wrong beside its configuration and its safetensors tables. */
@Timeout(5)
class BadDirectoryTest {

    @TempDir
    Path directory;

    private HfDirectory files;

    @BeforeEach
    void smallModel() {
        files = new HfDirectory();
    }

    @Test
    void configurationThatIsNotJson() throws IOException {
        files.write(directory);
        Files.writeString(directory.resolve("config.json"), "{\"hidden_size\": 8,\n \"x\": }");
        Diagnostic d = only(ErrorCode.F2003);
        assertThat(d.subject()).startsWith(directory.resolve("config.json") + ":2:");
    }

    @Test
    void noWeights() throws IOException {
        files.writeConfig(directory);
        assertThat(only(ErrorCode.F2001).expected()).isEqualTo("model.safetensors or model.safetensors.index.json");
        Files.writeString(directory.resolve("pytorch_model.bin"), "x");
        assertThat(only(ErrorCode.F2004).hint()).contains("safetensors");
    }

    @Test
    void missingUnexpectedMisshapenAndMistypedTensorsAreSaidAtOnce() throws IOException {
        files.tensors.remove("model.layers.0.mlp.up_proj.weight");
        files.tensors.remove("model.norm.weight");
        files.tensors.put("model.layers.2.mlp.up_proj.weight", new long[] {12, 8});
        files.tensors.put("model.layers.1.self_attn.q_proj.weight", new long[] {8, 4});
        files.writeConfig(directory);
        SafetensorsWriter writer = files.weights();
        SafetensorsWriter.Entry k = writer.entries.get("model.layers.1.self_attn.k_proj.weight");
        writer.entries.put("model.layers.1.self_attn.k_proj.weight", new SafetensorsWriter.Entry("I32", k.shape(), k.data()));
        Files.write(directory.resolve(TensorFiles.SINGLE), writer.bytes());
        assertThat(refused().diagnostics()).extracting(Diagnostic::text).satisfiesExactlyInAnyOrder(
                t -> assertThat(t).contains("F2112", "model.layers.0.mlp.up_proj.weight: expected shape [12, 8], found none"),
                t -> assertThat(t).contains("F2112", "model.norm.weight: "),
                t -> assertThat(t).contains("F2013", "model.layers.2.mlp.up_proj.weight: "),
                t -> assertThat(t).contains("F2012", "model.layers.1.self_attn.q_proj.weight: expected shape [8, 8], found [8, 4]"),
                t -> assertThat(t).contains("F2014", "model.layers.1.self_attn.k_proj.weight: expected F32, F16 or BF16, found I32"));
    }

    @Test
    void aHeadThatIsMissingHasAHint() throws IOException {
        files.config.put("tie_word_embeddings", false);
        files.write(directory);
        assertThat(only(ErrorCode.F2112).hint()).contains("tie_word_embeddings");
    }

    @Test
    void biasesWithoutWordInTheConfigurationAreUnexpectedAndPromisedOnesMissing() throws IOException {
        files.tensors.put("model.layers.0.self_attn.q_proj.bias", new long[] {8});
        files.write(directory);
        assertThat(only(ErrorCode.F2013).subject()).endsWith("model.layers.0.self_attn.q_proj.bias");
        files.config.put("attention_bias", true);
        files.write(directory);
        assertThat(refused().diagnostics()).hasSize(7).allSatisfy(d -> assertThat(d.code()).isEqualTo(ErrorCode.F2112));
    }

    @Test
    void weightsThatAreNoNumbersAreNamedWithTheirPlaces() throws IOException {
        files.writeConfig(directory);
        for (DType type : new DType[] {DType.F32, DType.F16, DType.BF16}) {
            files.type = type;
            SafetensorsWriter writer = files.weights();
            float[] gate = HfDirectory.values("model.layers.1.mlp.gate_proj.weight", 12, 8);
            gate[17] = Float.NaN;
            gate[18] = Float.POSITIVE_INFINITY;
            writer.add("model.layers.1.mlp.gate_proj.weight", type, gate, 12, 8);
            writer.add("model.norm.weight", type, new float[] {0, 0, 0, Float.NEGATIVE_INFINITY, 0, 0, 0, 0}, 8);
            Files.write(directory.resolve(TensorFiles.SINGLE), writer.bytes());
            assertThat(refused().diagnostics()).extracting(Diagnostic::text).satisfiesExactly(
                    t -> assertThat(t).contains("F2106", "model.layers.1.mlp.gate_proj.weight, element 17",
                            "found NaN and 1 more"),
                    t -> assertThat(t).contains("F2106", "model.norm.weight, element 3", "found -Infinity"));
        }
    }

    @Test
    void aTruncatedFileIsRefusedBeforeItsWeightsAreRead() throws IOException {
        files.write(directory);
        Path file = directory.resolve(TensorFiles.SINGLE);
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 100));
        assertThat(refused().diagnostics()).allSatisfy(d -> assertThat(d.code()).isEqualTo(ErrorCode.F2016));
    }

    @Test
    void indexAndShardsThatDisagree() throws IOException {
        files.writeConfig(directory);
        index("\"a\":\"../x.safetensors\"");
        assertThat(only(ErrorCode.F2020).found()).contains("../x.safetensors");
        index("\"a\":\"one.safetensors\",\"b\":\"two.safetensors\"");
        assertThat(refused().diagnostics()).hasSize(2).allSatisfy(d -> assertThat(d.code()).isEqualTo(ErrorCode.F2001));
        Files.write(directory.resolve("one.safetensors"), new SafetensorsWriter().add("c", DType.F32, new float[1], 1).bytes());
        index("\"a\":\"one.safetensors\"");
        assertThat(refused().diagnostics()).extracting(Diagnostic::subject).satisfiesExactly(
                s -> assertThat(s).endsWith("one.safetensors, tensor a"), s -> assertThat(s).endsWith("one.safetensors, tensor c"));
        Files.write(directory.resolve("two.safetensors"), new SafetensorsWriter().add("c", DType.F32, new float[1], 1).bytes());
        index("\"c\":\"one.safetensors\",\"d\":\"two.safetensors\"");
        assertThat(refused().diagnostics().getFirst().code()).isEqualTo(ErrorCode.F2019);
        Files.writeString(directory.resolve(TensorFiles.INDEX), "{}");
        only(ErrorCode.F2020);
        Files.writeString(directory.resolve(TensorFiles.INDEX), "[");
        only(ErrorCode.F2003);
    }

    @Test
    void configurationAndTensorFilesAreJudgedTogether() throws IOException {
        files.config.put("hidden_act", "relu");
        files.writeConfig(directory);
        assertThat(refused().diagnostics()).extracting(Diagnostic::code)
                .containsExactlyInAnyOrder(ErrorCode.F2011, ErrorCode.F2001);
        assertThat(ModelLoader.inspect(directory).unsupported()).extracting(Diagnostic::code).containsExactly(ErrorCode.F2011);
    }

    @Test
    void aTokenizerLargerThanTheVocabularyIsRefusedAndASmallerOneTaken() throws IOException {
        Path fable = SharedFiles.project("models/fable/tokenizer.json");
        files.write(directory);
        Files.copy(fable, directory.resolve("tokenizer.json"));
        assertThat(only(ErrorCode.F2025).found()).isEqualTo("512 tokens");
        files.config.put("vocab_size", 520);
        files.tensors.put("model.embed_tokens.weight", new long[] {520, 8});
        files.write(directory);
        ImportedModel model = ModelLoader.load(directory, Optional.empty());
        assertThat(model.requireTokenizer().vocabSize()).isEqualTo(512);
        assertThat(model.requireTokenizer().prependsBos()).isTrue();
        files.config.put("eos_token_id", 515);
        files.write(directory);
        assertThat(only(ErrorCode.F2025).found()).isEqualTo("no token 515");
    }

    @Test
    void anUnsupportedTokenizerIsNamedTogetherWithTheRest() throws IOException {
        files.tensors.remove("model.norm.weight");
        files.write(directory);
        Files.writeString(directory.resolve("tokenizer.json"), "{\"model\":{\"type\":\"Unigram\"}}");
        assertThat(refused().diagnostics()).extracting(Diagnostic::code).contains(ErrorCode.F2112, ErrorCode.F2023);
        assertThat(ModelLoader.inspect(directory).unsupported()).extracting(Diagnostic::code)
                .contains(ErrorCode.F2112, ErrorCode.F2023);
    }

    private void index(String map) throws IOException {
        Files.writeString(directory.resolve(TensorFiles.INDEX), "{\"weight_map\":{" + map + "}}");
    }

    private Diagnostic only(ErrorCode code) {
        FabricastException e = refused();
        assertThat(e.diagnostics()).singleElement().satisfies(d -> assertThat(d.code()).isEqualTo(code));
        return e.diagnostics().getFirst();
    }

    private FabricastException refused() {
        FabricastException e = catchThrowableOfType(FabricastException.class,
                () -> ModelLoader.load(directory, Optional.empty()));
        assertThat(e).isNotNull();
        return e;
    }
}
