namespace RnnTrainer.Tests.Training;

/// <summary>
/// The sheet's equations of problem 4 and their derivatives, written out as loops over arrays, with a linear head, softmax cross-entropy
/// and
/// SGD with momentum and clipping. It shares no line with the engine: what the two agree on is not a common mistake.
/// </summary>
sealed class PlainUgrnn(int H, int K, int C)
{
    public Dictionary<string, double[]> Weights { get; } = new()
    {
        ["layer0.WhR"] = new double[H * H],
        ["layer0.WxR"] = new double[H * K],
        ["layer0.BR"] = new double[H],
        ["layer0.WhG"] = new double[H * H],
        ["layer0.WxG"] = new double[H * K],
        ["layer0.BG"] = new double[H],
        ["head.W"] = new double[C * H],
        ["head.B"] = new double[C],
    };

    Dictionary<string, double[]> _velocity = [];

    /// <summary>One step of SGD on a batch of (x[t][k], class).</summary>
    public void Step(IReadOnlyList<(double[][] X, int Y)> batch, double rate, double momentum, double clip)
    {
        var grad = Weights.ToDictionary(w => w.Key, w => new double[w.Value.Length]);
        foreach (var (x, y) in batch)
        {
            Backward(x, y, grad, 1.0 / batch.Count);
        }

        var norm = Math.Sqrt(grad.Values.Sum(g => g.Sum(v => v * v)));
        var scale = norm > clip ? clip / norm : 1;
        _velocity = _velocity.Count == 0 ? grad.ToDictionary(g => g.Key, g => new double[g.Value.Length]) : _velocity;
        foreach (var (name, g) in grad)
        {
            for (var n = 0; n < g.Length; n++)
            {
                _velocity[name][n] = (momentum * _velocity[name][n]) + (scale * g[n]);
                Weights[name][n] -= rate * _velocity[name][n];
            }
        }
    }

    void Backward(double[][] x, int y, Dictionary<string, double[]> grad, double share)
    {
        var T = x.Length;
        var (h, R, G) = (new double[T + 1][], new double[T][], new double[T][]);
        h[0] = new double[H];
        for (var t = 0; t < T; t++)
        {
            R[t] = [.. Enumerable.Range(0, H).Select(j => Math.Tanh(Before("R", j, h[t], x[t])))];
            G[t] = [.. Enumerable.Range(0, H).Select(j => 1 / (1 + Math.Exp(-Before("G", j, h[t], x[t]))))];
            h[t + 1] = [.. Enumerable.Range(0, H).Select(j => (G[t][j] * h[t][j]) + ((1 - G[t][j]) * R[t][j]))];
        }

        var dh = HeadBackward(h[T], y, grad, share);
        for (var t = T - 1; t >= 0; t--)
        {
            var before = new double[H];
            for (var j = 0; j < H; j++)
            {
                before[j] += dh[j] * G[t][j];
            }

            for (var j = 0; j < H; j++)
            {
                var dR = dh[j] * (1 - G[t][j]) * (1 - (R[t][j] * R[t][j]));
                var dG = dh[j] * (h[t][j] - R[t][j]) * G[t][j] * (1 - G[t][j]);
                Gate("R", j, dR, h[t], x[t], before, grad, share);
                Gate("G", j, dG, h[t], x[t], before, grad, share);
            }

            dh = before;
        }
    }

    double Before(string gate, int j, double[] h, double[] x)
    {
        var sum = -Weights[$"layer0.B{gate}"][j];
        for (var i = 0; i < H; i++)
        {
            sum += Weights[$"layer0.Wh{gate}"][(j * H) + i] * h[i];
        }

        for (var k = 0; k < K; k++)
        {
            sum += Weights[$"layer0.Wx{gate}"][(j * K) + k] * x[k];
        }

        return sum;
    }

    void Gate(string gate, int j, double d, double[] h, double[] x, double[] before, Dictionary<string, double[]> grad, double share)
    {
        grad[$"layer0.B{gate}"][j] -= share * d;
        for (var i = 0; i < H; i++)
        {
            grad[$"layer0.Wh{gate}"][(j * H) + i] += share * d * h[i];
            before[i] += d * Weights[$"layer0.Wh{gate}"][(j * H) + i];
        }

        for (var k = 0; k < K; k++)
        {
            grad[$"layer0.Wx{gate}"][(j * K) + k] += share * d * x[k];
        }
    }

    double[] HeadBackward(double[] h, int y, Dictionary<string, double[]> grad, double share)
    {
        var s = Enumerable.Range(0, C)
            .Select(c => Enumerable.Range(0, H).Sum(j => Weights["head.W"][(c * H) + j] * h[j]) - Weights["head.B"][c]).ToArray();
        var Z = s.Sum(v => Math.Exp(v - s.Max()));
        var dh = new double[H];
        for (var c = 0; c < C; c++)
        {
            var d = (Math.Exp(s[c] - s.Max()) / Z) - (c == y ? 1 : 0);
            grad["head.B"][c] -= share * d;
            for (var j = 0; j < H; j++)
            {
                grad["head.W"][(c * H) + j] += share * d * h[j];
                dh[j] += d * Weights["head.W"][(c * H) + j];
            }
        }

        return dh;
    }
}
