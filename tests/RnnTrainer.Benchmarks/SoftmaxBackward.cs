using System.Diagnostics;
using System.Globalization;
using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Execution;
using RnnTrainer.Cells.Sheet;

/// <summary>The sheet's problem 3 measured: the backward loops of softmax as derived, as simplified, and as written by hand, run by turns
/// in one process.</summary>
static class SoftmaxBackward
{
    const int Runs = 400;

    static readonly (int B, int J)[] Sizes = [(32, 10), (64, 64), (64, 1024)];

    public static void Print()
    {
        Console.WriteLine("| (B,J) | derived µs | simplified µs | by hand µs | derived / by hand | simplified / by hand |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (B, J) in Sizes)
        {
            using var derived = new Form(B, J, (graph, s) => Softmax.Build(graph, s), simplified: false);
            using var simplified = new Form(B, J, (graph, s) => Softmax.Build(graph, s), simplified: true);
            using var byHand = new Form(B, J, Softmax.WithCheaperBackward, simplified: false);
            Form[] forms = [derived, simplified, byHand];
            var times = forms.Select(_ => new List<double>()).ToArray();
            for (var run = 0; run < Runs; run++)
            {
                for (var f = 0; f < forms.Length; f++)
                {
                    times[f].Add(forms[f].Time(run < 3 ? 1 : Math.Max(1, 20_000 / (B * J))));
                }
            }

            var median = times.Select(t => t.Skip(3).Order().ElementAt((Runs - 3) / 2)).ToArray();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| ({B},{J}) | {median[0]:F2} | {median[1]:F2} | {median[2]:F2} | {median[0] / median[2]:F2} | " +
                $"{median[1] / median[2]:F2} |"));
        }
    }

    /// <summary>One way to compute s.grad from p.grad.</summary>
    sealed class Form : IDisposable
    {
        readonly Graph _graph;
        readonly IKernel _backward;
        readonly Tensor[] _written;

        public Form(int B, int J, Func<Graph, Node, Computed> softmax, bool simplified)
        {
            _graph = new Graph(Precision.Float32, B);
            var s = _graph.Input("s", B, J);
            var p = softmax(_graph, s);
            if (simplified)
            {
                _graph.SimplifyBackward();
            }

            var random = new Random(1);
            foreach (var tensor in new[] { s.Value, p.Grad })
            {
                tensor.Assign([.. Enumerable.Range(0, tensor.Length).Select(_ => random.NextDouble() - 0.5)]);
            }

            _graph.Forward();
            _written = [.. _graph.BackwardStatements.Select(t => t.Target.Tensor).Distinct()];
            _backward = new Compiler().Compile(_graph.BackwardStatements, B);
        }

        /// <summary>Microseconds of one run, the mean of some.</summary>
        public double Time(int repeats)
        {
            foreach (var tensor in _written)
            {
                tensor.Fill(0);
            }

            var start = Stopwatch.GetTimestamp();
            for (var n = 0; n < repeats; n++)
            {
                _backward.Run();
            }

            return Stopwatch.GetElapsedTime(start).TotalMicroseconds / repeats;
        }

        public void Dispose() => _graph.Dispose();
    }
}
