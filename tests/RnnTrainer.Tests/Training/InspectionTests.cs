using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Gradcheck;
using RnnTrainer.Training.Inspect;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Tests.Training;

/// <summary>How a model remembers: held to recurrences whose answers are known, and to other ways to compute them.</summary>
public sealed class InspectionTests
{
    const int B = 3;
    const int K = 2;
    const int J = 4;

    const string Linear = """
        cell linear
        input x[b,k]
        state h[b,j]
        param W[j,i] U[j,k]
        h'[b,j] += W[j,i] h[b,i]
        h'[b,j] += U[j,k] x[b,k]
        """;

    // Quadratic maps side by side; x does nothing, as U is zero.
    const string Logistic = """
        cell logistic
        input x[b,k]
        state h[b,j]
        param W[j] U[j,k]
        h'[b,j] += W[j] h[b,j] (1 - h[b,j])
        h'[b,j] += U[j,k] x[b,k]
        """;

    [Theory]
    [InlineData(0.9)]
    [InlineData(1.05)]
    public void A_rotation_that_shrinks_or_grows_has_the_exponent_of_its_factor(double factor)
    {
        var (c, s) = (factor * Math.Cos(0.3), factor * Math.Sin(0.3));
        Assert.Equal(Math.Log(factor), Exponent(Linear, 50, h: 0, c, s, 0, 0, -s, c, 0, 0, 0, 0, c, -s, 0, 0, s, c), 1e-12);
    }

    [Fact]
    public void A_linear_recurrence_has_the_exponent_of_its_spectral_radius() =>
        Assert.Equal(Math.Log(0.95), Exponent(Linear, 3000, h: 0, 0.95, 2, 0, 0, 0, 0.5, 1, 0, 0, 0, 0.9, 3, 0, 0, 0, -0.2), 2e-3);

    [Theory]
    [InlineData(4, 0.6931)]
    [InlineData(3.9, 0.4945)]
    [InlineData(3.2, -0.9163)]
    public void The_logistic_map_has_the_exponents_of_the_textbooks(double r, double exponent) =>
        Assert.Equal(exponent, Exponent(Logistic, 5000, h: 0.3, r, r, r, r), 0.02);

    [Fact]
    public void States_that_forget_everything_have_the_exponent_minus_infinity() =>
        Assert.Equal(double.NegativeInfinity, Exponent(Linear, 3, h: 0, new double[J * J]));

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("intersection-rnn")]
    [InlineData("lem")]
    public void A_vector_is_pulled_back_by_the_Jacobian_that_differences_see(string name)
    {
        using var at = new Place(CellLibrary.Find(name)!);
        var (u, v) = (at.Random("u"), at.Random("v"));
        const double Step = 1e-6;
        var (more, less) = (at.Map.At(at.X, Moved(at.States, v, Step)), at.Map.At(at.X, Moved(at.States, v, -Step)));
        var forward = Dot(u, [.. more.Zip(less, (a, b) => a.Zip(b, (p, q) => (p - q) / (2 * Step)).ToArray())]);

        at.Map.At(at.X, at.States);
        at.Map.Pull(u);

        Assert.Equal(forward, Dot(u, v), 1e-8 * Math.Abs(forward));
    }

    [Theory]
    [InlineData("rnn", "")]
    [InlineData("ugrnn", "G")]
    [InlineData("lstm", "u f o")]
    [InlineData("fast-rnn", "")]
    [InlineData("atr", "u f")]
    public void What_the_program_computes_as_a_sigmoid_is_a_gate(string name, string gates)
    {
        using var at = new Place(CellLibrary.Find(name)!);
        Assert.Equal(gates, string.Join(' ', at.Map.Gates.Select(g => g.Name)));
    }

    [Fact]
    public void The_name_of_a_gate_does_not_matter()
    {
        using var at = new Place(
            TextCell.Parse(
                Linear.Replace(
                    "h'[b,j] += W", "banana[b,j] += sigmoid(h[b,j])\nh'[b,j] += banana[b,j] h[b,j]\nh'[b,j] += W",
                    StringComparison.Ordinal), "banana"));
        Assert.Equal("banana", Assert.Single(at.Map.Gates).Name);
    }

    [Fact]
    public void A_ugrnn_carries_its_gate_and_an_rnn_nothing()
    {
        using var ugrnn = new Place(CellLibrary.Find("ugrnn")!);
        using var rnn = new Place(CellLibrary.Find("rnn")!);

        Assert.Equal(ugrnn.Map.Gates[0].ToArray(), ugrnn.Map.Carry()[0]);
        Assert.Contains(ugrnn.Map.Carry()[0], c => c > 0.1);
        Assert.All(rnn.Map.Carry()[0], c => Assert.Equal(0, c));
    }

    [Theory]
    [InlineData("plain", "lstm")]
    [InlineData("both ways, tag", "ugrnn")]
    [InlineData("all, mean", "gru")]
    public void The_gradients_by_step_are_those_of_numbers_that_are_added_to_the_states(string option, string cell)
    {
        using var model = LayersTests.Make(option, cell, Precision.Float64, threads: 1);
        var batch = LayersTests.Batch(model);
        var report = GateInspection.Of(model, batch.Sequences);
        using var nudged = new SequenceGraph(model, batch, trains: false, perturbed: true);
        nudged.Load(batch);
        nudged.Forward();
        nudged.Backward();

        Assert.Equal(batch.Size, report.Sequences);
        Assert.Equal(nudged.Perturbations.Select(n => n.State), report.Layers.SelectMany(l => l.States.Select(s => $"{l.Name}.{s.Name}")));
        foreach (var ((name, steps), state) in nudged.Perturbations.Zip(report.Layers.SelectMany(l => l.States)))
        {
            for (var back = 0; back < batch.MaxLength; back++)
            {
                var squares = batch.Sequences.Select((s, b) => (s.Length, b)).Where(s => s.Length > back)
                    .Select(
                        s => steps[name.Contains("reverse", StringComparison.Ordinal) ? back : s.Length - 1 - back].Grad.ToArray().Chunk(5)
                        .ElementAt(s.b).Sum(g => g * g));
                Assert.Equal(Math.Sqrt(squares.Average()), state.GradientNorms[back], 1e-12);
            }
        }
    }

    [Theory]
    [InlineData("plain", "lstm")]
    [InlineData("all, mean", "gru")]
    public void The_states_of_a_sequence_end_where_the_compiled_scan_ends(string option, string cell)
    {
        using var model = LayersTests.Make(option, cell, Precision.Float64, threads: 1);
        var sequence = LayersTests.Batch(model).Sequences[0];
        var states = GateInspection.States(model, sequence);
        var scan = model.Load(new Batch([sequence]), trains: false);
        scan.Forward();
        var top = scan.FinalStates[(model.Layers.Count - 1) * (model.Config.Model.Bidirectional ? 2 : 1) * model.Cell.States.Count];

        Assert.Equal((model.Layers[^1].Name, model.Cell.States[0], sequence.Length), (states.Layer, states.State, states.Values.Count));
        Assert.All(states.Values[^1].Zip(top.Value.ToArray()), p => Assert.Equal(p.Second, p.First, 1e-12));
    }

    [Fact]
    public void A_gate_by_steps_has_a_mean_for_each_step_that_lies_among_the_values()
    {
        using var model = LayersTests.Make("plain", "lstm", Precision.Float64, threads: 1);
        var batch = LayersTests.Batch(model);
        var gates = GateInspection.Of(model, batch.Sequences).Layers[0].Gates;

        Assert.All(gates, g =>
        {
            Assert.Equal(batch.MaxLength, g.BySteps.Count);
            var count = g.BySteps.Select((_, t) => (double)batch.Sequences.Count(s => s.Length > t)).ToList();
            Assert.Equal(g.Mean, g.BySteps.Zip(count, (s, n) => s.Mean * n).Sum() / count.Sum(), 1e-12);
            Assert.All(g.BySteps, s => Assert.InRange(s.Mean, s.Low - 0.2, s.High + 0.2));
        });
    }

    static double Exponent(string text, int steps, double h, params double[] W)
    {
        using var at = new Place(TextCell.Parse(text, "text.cell"));
        at.Phi["W"].Value.Assign(W);
        at.Phi["U"].Value.Fill(0);
        List<IReadOnlyList<double[]>> states = [[[.. Enumerable.Range(0, B * J).Select(n => h + (0.01 * n * h))]]];
        for (var t = 0; t < steps; t++)
        {
            states.Add(at.Map.At(at.X, states[t]));
        }

        var lyapunov = new Lyapunov(B, states: 1, J);
        for (var t = steps - 1; t >= 0; t--)
        {
            at.Map.At(at.X, states[t]);
            lyapunov.Pull(at.Map, _ => true);
        }

        return lyapunov.Exponent;
    }

    static IReadOnlyList<double[]> Moved(IReadOnlyList<double[]> states, IReadOnlyList<double[]> v, double step) =>
        [.. states.Zip(v, (s, d) => s.Zip(d, (a, b) => a + (step * b)).ToArray())];

    static double Dot(IReadOnlyList<double[]> a, IReadOnlyList<double[]> b) => a.Zip(b, (p, q) => p.Zip(q, (x, y) => x * y).Sum()).Sum();

    /// <summary>A cell with random weights, at a random place.</summary>
    sealed class Place : IDisposable
    {
        public Place(ICell cell)
        {
            Phi = Phi.Zeros(cell, Precision.Float64, K, J);
            foreach (var parameter in Phi.Parameters)
            {
                ModelSubject.Fill(parameter.Value, seed: 1);
            }

            Map = new StepMap(cell, Phi, B, K, J);
            X = Numbers("x", B * K);
            States = [.. cell.States.Select(s => Numbers(s, B * J))];
            Map.At(X, States);
        }

        public Phi Phi { get; }

        public StepMap Map { get; }

        public double[] X { get; }

        public IReadOnlyList<double[]> States { get; }

        public IReadOnlyList<double[]> Random(string purpose) => [.. States.Select((_, s) => Numbers($"{purpose} {s}", B * J))];

        public void Dispose()
        {
            Map.Dispose();
            foreach (var parameter in Phi.Parameters)
            {
                parameter.Dispose();
            }
        }

        static double[] Numbers(string purpose, int count)
        {
            var random = new RandomStream(1, purpose, 0);
            return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
        }
    }
}
