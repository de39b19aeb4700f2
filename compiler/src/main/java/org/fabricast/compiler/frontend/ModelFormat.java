package org.fabricast.compiler.frontend;

/** Kinds of model files. */
public enum ModelFormat {
    LLAMA2C("llama2.c checkpoint"),
    HUGGING_FACE("Hugging Face directory"),
    FIR("textual graph");

    private final String text;

    ModelFormat(String text) {
        this.text = text;
    }

    /** Name for users. */
    public String text() {
        return text;
    }
}
