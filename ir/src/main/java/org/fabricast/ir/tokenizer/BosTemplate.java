package org.fabricast.ir.tokenizer;

/**
 * What a tokenizer file says about the beginning of a sequence.
 */
public sealed interface BosTemplate permits BosTemplate.Absent, BosTemplate.Plain, BosTemplate.Prepends {

    /** The file has no template: the model's configuration decides. */
    record Absent() implements BosTemplate {
    }

    /** The file's template adds nothing in front. */
    record Plain() implements BosTemplate {
    }

    /** The file's template puts this token in front. */
    record Prepends(int token) implements BosTemplate {
    }
}
