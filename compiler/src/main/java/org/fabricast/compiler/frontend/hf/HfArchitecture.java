package org.fabricast.compiler.frontend.hf;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Architectures that are the LLaMA family, and in what they differ when the configuration is silent. */
enum HfArchitecture {
    LLAMA("LlamaForCausalLM", 1e-6, 2048, 1, 2, false),
    MISTRAL("MistralForCausalLM", 1e-6, 131072, 1, 2, false),
    QWEN2("Qwen2ForCausalLM", 1e-6, 32768, -1, -1, true);

    private final String text;
    private final double defaultEps;
    private final int defaultContext;
    private final int defaultBos;
    private final int defaultEos;
    private final boolean queryKeyValueBias;

    HfArchitecture(String text, double defaultEps, int defaultContext, int defaultBos, int defaultEos,
            boolean queryKeyValueBias) {
        this.text = text;
        this.defaultEps = defaultEps;
        this.defaultContext = defaultContext;
        this.defaultBos = defaultBos;
        this.defaultEos = defaultEos;
        this.queryKeyValueBias = queryKeyValueBias;
    }

    /** Name in {@code architectures}. */
    String text() {
        return text;
    }

    double defaultEps() {
        return defaultEps;
    }

    int defaultContext() {
        return defaultContext;
    }

    OptionalInt defaultBos() {
        return defaultBos < 0 ? OptionalInt.empty() : OptionalInt.of(defaultBos);
    }

    OptionalInt defaultEos() {
        return defaultEos < 0 ? OptionalInt.empty() : OptionalInt.of(defaultEos);
    }

    /** Whether q, k and v have a bias and o has none, whatever the configuration says. */
    boolean queryKeyValueBias() {
        return queryKeyValueBias;
    }

    static Optional<HfArchitecture> of(String name) {
        return Arrays.stream(values()).filter(a -> a.text.equals(name)).findFirst();
    }

    /** Names of all, for messages. */
    static String names() {
        return Arrays.stream(values()).map(HfArchitecture::text).collect(Collectors.joining(", "));
    }
}
