package org.fabricast.ir.graph.build;

import java.util.Map;
import org.fabricast.ir.graph.RotaryStyle;

/**
 * The LLaMA formulas written out in binary64 over a whole sequence, without graph or cache: an independent second
 * opinion for tests. Biases are used where the map has them.
 */
final class DoubleLlama {

    private final LlamaShape s;
    private final Map<String, float[]> weights;

    DoubleLlama(LlamaShape shape, Map<String, float[]> weights) {
        this.s = shape;
        this.weights = weights;
    }

    /** Logits after the last of {@code tokens}. */
    double[] logits(int[] tokens) {
        double[][] x = new double[tokens.length][s.dim()];
        for (int t = 0; t < tokens.length; t++) {
            for (int i = 0; i < s.dim(); i++) {
                x[t][i] = weights.get("embedding.table")[tokens[t] * s.dim() + i];
            }
        }
        for (int layer = 0; layer < s.layers(); layer++) {
            layer("layers." + layer, x);
        }
        String head = s.tied() ? "embedding.table" : "logits.weight";
        return multiply(head, "logits.bias", norm("norm", x[tokens.length - 1]), s.vocab());
    }

    private void layer(String prefix, double[][] x) {
        int length = x.length;
        double[][] q = new double[length][];
        double[][] k = new double[length][];
        double[][] v = new double[length][];
        for (int t = 0; t < length; t++) {
            double[] n = norm(prefix + ".attention.norm", x[t]);
            q[t] = rotate(linear(prefix + ".attention.q", n, s.heads() * s.headDim()), t);
            k[t] = rotate(linear(prefix + ".attention.k", n, s.kvHeads() * s.headDim()), t);
            v[t] = linear(prefix + ".attention.v", n, s.kvHeads() * s.headDim());
        }
        for (int t = 0; t < length; t++) {
            add(x[t], linear(prefix + ".attention.o", attend(q[t], k, v, t), s.dim()));
            double[] n = norm(prefix + ".ffn.norm", x[t]);
            double[] gate = linear(prefix + ".ffn.gate", n, s.hidden());
            double[] up = linear(prefix + ".ffn.up", n, s.hidden());
            for (int i = 0; i < s.hidden(); i++) {
                up[i] *= gate[i] / (1 + Math.exp(-gate[i]));
            }
            add(x[t], linear(prefix + ".ffn.down", up, s.dim()));
        }
    }

    private double[] attend(double[] q, double[][] k, double[][] v, int last) {
        double[] y = new double[q.length];
        for (int h = 0; h < s.heads(); h++) {
            int g = h * s.kvHeads() / s.heads();
            double total = 0;
            for (int t = 0; t <= last; t++) {
                double score = 0;
                for (int d = 0; d < s.headDim(); d++) {
                    score += q[h * s.headDim() + d] * k[t][g * s.headDim() + d];
                }
                double weight = Math.exp(score / Math.sqrt(s.headDim()));
                total += weight;
                for (int d = 0; d < s.headDim(); d++) {
                    y[h * s.headDim() + d] += weight * v[t][g * s.headDim() + d];
                }
            }
            for (int d = 0; d < s.headDim(); d++) {
                y[h * s.headDim() + d] /= total;
            }
        }
        return y;
    }

    private double[] rotate(double[] x, int position) {
        double[] y = new double[x.length];
        int half = s.headDim() / 2;
        for (int h = 0; h < x.length / s.headDim(); h++) {
            for (int i = 0; i < half; i++) {
                double angle = position / Math.pow(s.theta(), 2.0 * i / s.headDim());
                boolean apart = s.ropeStyle() == RotaryStyle.HALF;
                int a = h * s.headDim() + (apart ? i : 2 * i);
                int b = h * s.headDim() + (apart ? i + half : 2 * i + 1);
                y[a] = x[a] * Math.cos(angle) - x[b] * Math.sin(angle);
                y[b] = x[a] * Math.sin(angle) + x[b] * Math.cos(angle);
            }
        }
        return y;
    }

    private double[] norm(String name, double[] x) {
        double square = 0;
        for (double element : x) {
            square += element * element;
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = weights.get(name + ".weight")[i] * x[i] / Math.sqrt(square / x.length + s.eps());
        }
        return y;
    }

    private double[] linear(String name, double[] x, int out) {
        return multiply(name + ".weight", name + ".bias", x, out);
    }

    private double[] multiply(String weight, String bias, double[] x, int out) {
        double[] y = new double[out];
        for (int o = 0; o < out; o++) {
            y[o] = weights.containsKey(bias) ? weights.get(bias)[o] : 0;
            for (int i = 0; i < x.length; i++) {
                y[o] += weights.get(weight)[o * x.length + i] * x[i];
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
