/**
 * Hugging Face model directories: {@code config.json} and safetensors files.
 *
 * <p>Comes in: a directory, or a configuration file alone. Goes out: a graph of the LLaMA family with rotary halves. Must
 * not import other file formats.
 */
package org.fabricast.compiler.frontend.hf;
