package org.fabricast.compiler.frontend.hf;

import java.util.Map;

/**
 * The OPT formulas written out in binary64 over a whole sequence from the tensors of the files, without graph or cache: an independent
 * second opinion for tests.
 */
final class DoubleOpt {

    private final Map<String, float[]> tensors;
    private final String head;

    DoubleOpt(Map<String, float[]> tensors, String head) {
        this.tensors = tensors;
        this.head = head;
    }

    /** Logits after the last of {@code tokens}. */
    double[] logits(int[] tokens) {
        int dim = OptDirectory.DIM;
        double[][] x = new double[tokens.length][dim];
        for (int t = 0; t < tokens.length; t++) {
            for (int i = 0; i < dim; i++) {
                x[t][i] = tensors.get("model.decoder.embed_tokens.weight")[tokens[t] * dim + i]
                        + (double) tensors.get("model.decoder.embed_positions.weight")[(t + 2) * dim + i];
            }
        }
        for (int layer = 0; layer < OptDirectory.LAYERS; layer++) {
            layer("model.decoder.layers." + layer + ".", x);
        }
        return times(head, norm("model.decoder.final_layer_norm", x[tokens.length - 1]), OptDirectory.VOCAB);
    }

    private void layer(String prefix, double[][] x) {
        int dim = OptDirectory.DIM;
        double[][] q = new double[x.length][];
        double[][] k = new double[x.length][];
        double[][] v = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] n = norm(prefix + "self_attn_layer_norm", x[t]);
            q[t] = linear(prefix + "self_attn.q_proj", n, dim);
            k[t] = linear(prefix + "self_attn.k_proj", n, dim);
            v[t] = linear(prefix + "self_attn.v_proj", n, dim);
        }
        for (int t = 0; t < x.length; t++) {
            add(x[t], linear(prefix + "self_attn.out_proj", attend(q[t], k, v, t), dim));
            double[] hidden = linear(prefix + "fc1", norm(prefix + "final_layer_norm", x[t]), OptDirectory.HIDDEN);
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] = Math.max(hidden[i], 0);
            }
            add(x[t], linear(prefix + "fc2", hidden, dim));
        }
    }

    private static double[] attend(double[] q, double[][] k, double[][] v, int last) {
        double[] y = new double[q.length];
        int width = q.length / OptDirectory.HEADS;
        for (int from = 0; from < q.length; from += width) {
            double total = 0;
            for (int t = 0; t <= last; t++) {
                double score = 0;
                for (int i = from; i < from + width; i++) {
                    score += q[i] / Math.sqrt(width) * k[t][i];
                }
                double weight = Math.exp(score);
                total += weight;
                for (int i = from; i < from + width; i++) {
                    y[i] += weight * v[t][i];
                }
            }
            for (int i = from; i < from + width; i++) {
                y[i] /= total;
            }
        }
        return y;
    }

    private double[] norm(String name, double[] x) {
        double mean = 0;
        for (double element : x) {
            mean += element / x.length;
        }
        double variance = 0;
        for (double element : x) {
            variance += (element - mean) * (element - mean) / x.length;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = tensors.get(name + ".weight")[i] * (x[i] - mean) / Math.sqrt(variance + 1e-5) + tensors.get(name + ".bias")[i];
        }
        return y;
    }

    private double[] linear(String name, double[] x, int out) {
        double[] y = times(name + ".weight", x, out);
        if (tensors.containsKey(name + ".bias")) {
            for (int i = 0; i < out; i++) {
                y[i] += tensors.get(name + ".bias")[i];
            }
        }
        return y;
    }

    private double[] times(String weight, double[] x, int out) {
        float[] w = tensors.get(weight);
        double[] y = new double[out];
        for (int row = 0; row < out; row++) {
            for (int col = 0; col < x.length; col++) {
                y[row] += w[row * x.length + col] * x[col];
            }
        }
        return y;
    }

    private static void add(double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            x[i] += y[i];
        }
    }
}
