namespace RnnTrainer.Tests.Training;

/// <summary>
/// Forward passes of layers of Keras, and of the UGRNNCell of TensorFlow 1, as they are documented, in plain loops over their own tensors,
/// with a dense layer on the last state of each direction.
/// Sources: https://keras.io/api/layers/recurrent_layers, https://arxiv.org/abs/1611.09913 with the layout of tf.contrib.rnn.UGRNNCell.
/// </summary>
sealed class PlainKeras(IReadOnlyDictionary<string, (int[] Shape, double[] Values)> tensors, string layer, int H)
{
    /// <summary>What the dense layer answers to a sequence of rows.</summary>
    /// <param name="layers">The prefixes of each layer: of one that reads forward, and if there is one, of the one that reads
    /// backward.</param>
    public double[] Answer(double[][] x, params string[][] layers)
    {
        var (h, last) = (x, Array.Empty<double>());
        foreach (var prefixes in layers)
        {
            var there = Run(h, prefixes[0]);
            last = there[^1];
            if (prefixes.Length > 1)
            {
                var back = Run([.. h.Reverse()], prefixes[1]);
                last = [.. last, .. back[^1]];
                there = [.. there.Zip(back.Reverse(), (a, b) => (double[])[.. a, .. b])];
            }

            h = there;
        }

        return Sum(Product(last, "dense/kernel"), tensors["dense/bias"].Values);
    }

    double[][] Run(double[][] x, string prefix)
    {
        var (h, c, all) = (new double[H], new double[H], new List<double[]>());
        foreach (var row in x)
        {
            (h, c) = layer switch
            {
                "gru, reset_after" => (ResetAfter(row, h, prefix), c),
                "gru" => (ResetBefore(row, h, prefix), c),
                "lstm" => Lstm(row, h, c, prefix),
                "ugrnn" => (Ugrnn(row, h, prefix), c),
                _ => (
                    [.. Sum(Sum(Product(row, $"{prefix}kernel"), Product(h, $"{prefix}recurrent_kernel")), tensors[$"{prefix}bias"].Values)
                    .Select(Math.Tanh)], c),
            };
            all.Add(h);
        }

        return [.. all];
    }

    double[] ResetAfter(double[] x, double[] h, string prefix)
    {
        var bias = tensors[$"{prefix}bias"].Values;
        var (given, inner) = (
            Sum(Product(x, $"{prefix}kernel"), bias[..(3 * H)]), Sum(Product(h, $"{prefix}recurrent_kernel"), bias[(3 * H)..]));
        return Each(j =>
        {
            var (z, r) = (Sigmoid(given[j] + inner[j]), Sigmoid(given[H + j] + inner[H + j]));
            return (z * h[j]) + ((1 - z) * Math.Tanh(given[(2 * H) + j] + (r * inner[(2 * H) + j])));
        });
    }

    double[] ResetBefore(double[] x, double[] h, string prefix)
    {
        var (given, inner) = (Sum(Product(x, $"{prefix}kernel"), tensors[$"{prefix}bias"].Values), Product(h, $"{prefix}recurrent_kernel"));
        var (z, r) = (Each(j => Sigmoid(given[j] + inner[j])), Each(j => Sigmoid(given[H + j] + inner[H + j])));
        var candidate = Product(Each(j => r[j] * h[j]), $"{prefix}recurrent_kernel");
        return Each(j => (z[j] * h[j]) + ((1 - z[j]) * Math.Tanh(given[(2 * H) + j] + candidate[(2 * H) + j])));
    }

    (double[] H, double[] C) Lstm(double[] x, double[] h, double[] c, string prefix)
    {
        var s = Sum(Sum(Product(x, $"{prefix}kernel"), Product(h, $"{prefix}recurrent_kernel")), tensors[$"{prefix}bias"].Values);
        var next = Each(j => (Sigmoid(s[H + j]) * c[j]) + (Sigmoid(s[j]) * Math.Tanh(s[(2 * H) + j])));
        return (Each(j => Sigmoid(s[(3 * H) + j]) * Math.Tanh(next[j])), next);
    }

    double[] Ugrnn(double[] x, double[] h, string prefix)
    {
        const double ForgetBias = 1;
        var s = Sum(Product([.. x, .. h], $"{prefix}kernel"), tensors[$"{prefix}bias"].Values);
        return Each(j => Sigmoid(s[j] + ForgetBias) is var g ? (g * h[j]) + ((1 - g) * Math.Tanh(s[H + j])) : 0);
    }

    double[] Each(Func<int, double> of) => [.. Enumerable.Range(0, H).Select(of)];

    double[] Product(double[] v, string name)
    {
        var (shape, W) = tensors[name];
        return [.. Enumerable.Range(0, shape[1]).Select(c => v.Select((value, r) => value * W[(r * shape[1]) + c]).Sum())];
    }

    static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
