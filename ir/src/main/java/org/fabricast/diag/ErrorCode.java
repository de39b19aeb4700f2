package org.fabricast.diag;

/**
 * Every kind of user-visible error, once. {@code F1xxx} usage and files, {@code F2xxx} models and their formats,
 * {@code F3xxx} kernels, {@code F4xxx} fit, {@code F5xxx} verification, {@code F7xxx} tools, {@code F9xxx} devices and
 * artefacts. A code has one meaning, one test and one page; it is never reused.
 */
public enum ErrorCode {
    F1001(ExitStatus.USAGE, "unusable option or argument",
            "An option's value cannot be used, or two options contradict each other.",
            "Read the accepted values in the message, or run the command with --help."),
    F1002(ExitStatus.USAGE, "file or directory not found",
            "A path given on the command line does not exist or is of the wrong kind.",
            "Check the path; a model is a .bin file or a directory that holds config.json."),
    F1003(ExitStatus.USAGE, "output cannot be written",
            "The output directory or file cannot be created, or it exists and is not an artefact of ours.",
            "Choose a writable place, or remove what stands there."),
    F2001(ExitStatus.MODEL, "model file missing",
            "A file that the model or its tokenizer needs is not there, or is not a regular file.",
            "Check the path and that every file of the model was copied."),
    F2002(ExitStatus.MODEL, "model file unreadable",
            "A file cannot be read, or is longer than any file of its kind.",
            "Check permissions, and that the file is what its name says."),
    F2003(ExitStatus.MODEL, "not JSON",
            "A file that must hold one JSON object does not: the message has line and column.",
            "Obtain the file again, or mend it at the place in the message."),
    F2004(ExitStatus.MODEL, "unknown model format",
            "The path is neither a llama2.c checkpoint nor a Hugging Face directory.",
            "A checkpoint is a .bin file; a Hugging Face directory holds config.json."),
    F2005(ExitStatus.MODEL, "impossible dimension",
            "A dimension is zero, negative or absurdly large, or one does not divide another as it must.",
            "The header or configuration is damaged, or the file is of another format."),
    F2006(ExitStatus.MODEL, "checkpoint truncated",
            "The file is shorter than the dimensions in its header need.",
            "Obtain the file again: the copy is incomplete."),
    F2007(ExitStatus.MODEL, "checkpoint too long",
            "The file is longer than the dimensions in its header say.",
            "The header is damaged, or the file is of another format or version."),
    F2008(ExitStatus.MODEL, "unknown checkpoint version",
            "The checkpoint has a version this program cannot read, or parameters that version does not allow.",
            "Export the model as version 0, 1 or 2."),
    F2009(ExitStatus.MODEL, "configuration field unusable",
            "A field of the configuration is missing, of the wrong type or out of range.",
            "Mend the field in the model's configuration."),
    F2010(ExitStatus.MODEL, "unsupported architecture",
            "The model's architecture is not one this program can import.",
            "Use a model of a supported architecture; the message lists them."),
    F2011(ExitStatus.MODEL, "unsupported feature",
            "The model needs something that this program cannot compute.",
            "The message names what is supported instead."),
    F2012(ExitStatus.MODEL, "tensor has the wrong shape",
            "A tensor's shape is not what the configuration asks for.",
            "Configuration and weights are of different models, or one of them is damaged."),
    F2013(ExitStatus.MODEL, "unexpected tensor",
            "The file holds a tensor that the architecture does not use.",
            "Configuration and weights are of different models, or the model has a feature the configuration hides."),
    F2014(ExitStatus.MODEL, "unsupported element type",
            "A tensor's elements are of a type this program cannot import.",
            "Convert the model to F32, F16 or BF16."),
    F2015(ExitStatus.MODEL, "safetensors header unusable",
            "The file is too short for its header, or the header is not a table of tensors.",
            "Obtain the file again: it is damaged or no safetensors file."),
    F2016(ExitStatus.MODEL, "safetensors entry unusable",
            "A tensor's place is outside the file, or its length does not fit its shape and type.",
            "Obtain the file again: it is damaged."),
    F2017(ExitStatus.MODEL, "safetensors entries overlap",
            "Two tensors claim the same bytes.",
            "Obtain the file again: it is damaged."),
    F2018(ExitStatus.MODEL, "safetensors bytes unclaimed",
            "Bytes between or after the tensors belong to none of them.",
            "Obtain the file again: it is damaged, or has been added to."),
    F2019(ExitStatus.MODEL, "safetensors name twice",
            "Two tensors have the same name.",
            "Obtain the file again: it is damaged."),
    F2020(ExitStatus.MODEL, "shards disagree",
            "The index of a sharded model and the files it names do not hold the same tensors.",
            "Check that index and all shards are of the same model and complete."),
    F2021(ExitStatus.MODEL, "tokenizer missing",
            "The model comes with no tokenizer.",
            "Name it with --tokenizer, or put tokenizer.json beside the model."),
    F2022(ExitStatus.MODEL, "tokenizer malformed",
            "The tokenizer file is damaged or contradicts itself.",
            "Obtain the file again."),
    F2023(ExitStatus.MODEL, "unsupported tokenizer part",
            "The tokenizer uses a part this program does not implement.",
            "The message names what is supported instead."),
    F2024(ExitStatus.MODEL, "text cannot be tokenised",
            "A byte of the text has no token.",
            "Use other text, or a tokenizer that covers all bytes."),
    F2025(ExitStatus.MODEL, "tokenizer does not fit the model",
            "The tokenizer has ids the model has no embedding for, or not the number of tokens the format asks for.",
            "Use the tokenizer that belongs to the model."),
    F2101(ExitStatus.MODEL, "undefined value or constant",
            "A node reads a value or constant that is not defined before it.",
            "Define it earlier, or mend the name."),
    F2102(ExitStatus.MODEL, "duplicate name",
            "Two nodes or two constants have the same name.",
            "Rename one of them."),
    F2103(ExitStatus.MODEL, "shape or type mismatch",
            "An operand, a result or a constant does not have the shape or element type that the operator needs.",
            "Compare the shapes in the message with the model's configuration."),
    F2104(ExitStatus.MODEL, "heads cannot be grouped",
            "The number of attention heads is not a multiple of the number of key and value heads.",
            "Check the head counts of the model's configuration."),
    F2105(ExitStatus.MODEL, "unusable rotary dimension",
            "Rotary embedding turns pairs of elements, so its dimension must be even and no larger than a head.",
            "Check head size and rotary dimension of the model's configuration."),
    F2106(ExitStatus.MODEL, "constant with NaN or infinity",
            "A weight is not a finite number.",
            "The model file is damaged or was trained into overflow; obtain it again."),
    F2107(ExitStatus.MODEL, "unused value or constant",
            "A node's result or a constant is never read and is not the output.",
            "Remove it, or use it."),
    F2108(ExitStatus.MODEL, "unusable graph output",
            "The graph's output is not defined or is not a vector of one logit per token id.",
            "Name the node that computes the logits."),
    F2109(ExitStatus.MODEL, "attribute out of range",
            "A number of an operator, such as eps, theta or a count, is outside what the operator allows.",
            "Check the number in the model's configuration."),
    F2110(ExitStatus.MODEL, "constant not exact in its type",
            "A constant holds a number that its element type cannot represent exactly.",
            "Declare the constant f32, or round it to its type."),
    F2111(ExitStatus.MODEL, "KV caches misnumbered",
            "Two attention operators share a cache, or layers are not numbered 0, 1, 2, ... in order.",
            "Number the attention operators from 0 in the order of the graph."),
    F2112(ExitStatus.MODEL, "weight missing",
            "The model lacks a tensor that its architecture needs.",
            "Check that all files of the model are there and that it is of the architecture it says."),
    F2113(ExitStatus.MODEL, "model facts contradict the graph",
            "Vocabulary, context, special token ids or tying of embeddings do not agree with the operators.",
            "Mend the fact or the operator named in the message."),
    F2114(ExitStatus.MODEL, "weights needed",
            "The model was read without weights, so that it cannot be computed.",
            "Read the model with its weights."),
    F2201(ExitStatus.MODEL, "graph text: syntax",
            "The text is not a graph in the textual form.",
            "See the grammar in docs/graph.md."),
    F2202(ExitStatus.MODEL, "graph text: unknown word",
            "There is no operator, attribute, element type or choice of that name.",
            "The message lists the known ones."),
    F2203(ExitStatus.MODEL, "graph text: wrong operands or attributes",
            "An operator lacks an operand or attribute, has one too many, or one of the wrong kind.",
            "Compare with the table of operators in docs/graph.md."),
    F2204(ExitStatus.MODEL, "graph text: unusable number",
            "A number is out of range, or an inline constant has the wrong count of numbers.",
            "Mend the number or the shape."),
    F2205(ExitStatus.MODEL, "graph text: side file",
            "A file of constants is missing, unreadable or too short.",
            "Keep the side file beside the text, as it was written.");

    private final ExitStatus exit;
    private final String title;
    private final String meaning;
    private final String remedy;

    ErrorCode(ExitStatus exit, String title, String meaning, String remedy) {
        this.exit = exit;
        this.title = title;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** Exit status of a command that ends with this error. */
    public ExitStatus exit() {
        return exit;
    }

    /** A few words that name the kind of error. */
    public String title() {
        return title;
    }

    /** What the error means, for {@code explain} and the error pages. */
    public String meaning() {
        return meaning;
    }

    /** What usually mends it. */
    public String remedy() {
        return remedy;
    }
}
