package org.fabricast.compiler.frontend.hf;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fabricast.compiler.frontend.Findings;
import org.fabricast.ir.graph.DType;
import org.fabricast.ir.graph.Graph;
import org.fabricast.ir.graph.build.LlamaShape;
import org.fabricast.ir.graph.build.ModelShape;
import org.fabricast.ir.graph.build.WeightSource;

/** A model as its configuration describes it, of whatever family. */
sealed interface HfModel permits HfConfig, OptConfig {

    /** The configuration, if nothing is wrong with it; the architecture says of which family it is. */
    static Optional<HfModel> read(JsonNode root, String subject, Findings findings) {
        return OptConfig.isOne(root) ? OptConfig.read(root, subject, findings).map(HfModel.class::cast)
                : HfConfig.read(root, subject, findings).map(HfModel.class::cast);
    }

    /** Dimensions. */
    ModelShape shape();

    /** Dimensions as the LLaMA family has them, if it is one of these. */
    Optional<LlamaShape> llamaShape();

    /** Element type of the weights as announced; F32 if nothing usable is said. */
    DType dtype();

    /** Token that begins a sequence. */
    OptionalInt bos();

    /** Tokens that end one. */
    List<Integer> ends();

    /** Whether the model wants BOS where its tokenizer has no template. */
    boolean prependsBos();

    /** Name of the architecture. */
    String architectureText();

    /** Tensors it asks for. */
    HfTensors tensors();

    /** The graph, with weights by their names in it. */
    Graph graph(String name, WeightSource weights);
}
