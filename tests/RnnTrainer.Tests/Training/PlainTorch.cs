namespace RnnTrainer.Tests.Training;

/// <summary>
/// Forward passes of <c>torch.nn.GRU</c>, <c>LSTM</c> and <c>RNN</c> as PyTorch documents them, in plain loops over its own tensors, with a
/// linear layer on the last state of each
/// direction. Source: https://docs.pytorch.org/docs/stable/generated/torch.nn.GRU.html, LSTM, RNN.
/// </summary>
sealed class PlainTorch(IReadOnlyDictionary<string, double[]> tensors, string module, int H)
{
    /// <summary>What the linear layer answers to a sequence of rows.</summary>
    /// <param name="initial">The initial states of a layer and direction by their number, h first; null: zero.</param>
    public double[] Answer(double[][] x, Func<int, double[][]>? initial = null)
    {
        var (h, last, part) = (x, Array.Empty<double>(), 0);
        for (var l = 0; tensors.ContainsKey($"weight_ih_l{l}"); l++)
        {
            var there = Run(h, $"l{l}", initial?.Invoke(part++));
            last = there[^1];
            if (tensors.ContainsKey($"weight_ih_l{l}_reverse"))
            {
                var back = Run([.. h.Reverse()], $"l{l}_reverse", initial?.Invoke(part++));
                last = [.. last, .. back[^1]];
                there = [.. there.Zip(back.Reverse(), (a, b) => (double[])[.. a, .. b])];
            }

            h = there;
        }

        var (W, b) = (tensors["head.weight"], tensors["head.bias"]);
        return [.. b.Select((bias, c) => bias + last.Select((v, j) => W[(c * last.Length) + j] * v).Sum())];
    }

    double[][] Run(double[][] x, string suffix, double[][]? initial)
    {
        var (h, c, all) = (initial?[0] ?? new double[H], initial?.ElementAtOrDefault(1) ?? new double[H], new List<double[]>());
        foreach (var row in x)
        {
            double In(int gate, int j) =>
                Row(tensors[$"weight_ih_{suffix}"], (gate * H) + j, row) + tensors[$"bias_ih_{suffix}"][(gate * H) + j];
            double Hidden(int gate, int j) =>
                Row(tensors[$"weight_hh_{suffix}"], (gate * H) + j, h) + tensors[$"bias_hh_{suffix}"][(gate * H) + j];
            (h, c) = module switch
            {
                "GRU" => (Each(j =>
                {
                    var (r, z) = (Sigmoid(In(0, j) + Hidden(0, j)), Sigmoid(In(1, j) + Hidden(1, j)));
                    var n = Math.Tanh(In(2, j) + (r * Hidden(2, j)));
                    return ((1 - z) * n) + (z * h[j]);
                }), c),
                "LSTM" =>
                    Lstm(
                        Each(
                            j => (Sigmoid(In(1, j) + Hidden(1, j)) * c[j])
                            + (Sigmoid(In(0, j) + Hidden(0, j)) * Math.Tanh(In(2, j) + Hidden(2, j)))),
                            Each(j => Sigmoid(In(3, j) + Hidden(3, j)))),
                "RNN relu" => (Each(j => Math.Max(0, In(0, j) + Hidden(0, j))), c),
                _ => (Each(j => Math.Tanh(In(0, j) + Hidden(0, j))), c),
            };
            all.Add(h);
        }

        return [.. all];
    }

    (double[] H, double[] C) Lstm(double[] c, double[] o) => (Each(j => o[j] * Math.Tanh(c[j])), c);

    double[] Each(Func<int, double> of) => [.. Enumerable.Range(0, H).Select(of)];

    static double Row(double[] W, int row, double[] v) => v.Select((value, k) => W[(row * v.Length) + k] * value).Sum();

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
