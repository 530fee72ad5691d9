using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;
using RnnTrainer.Tests.Cells;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Explanations;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Training;

/// <summary>Attributions by integrated gradients: their sum is the difference of the outputs, and they are those of a plain
/// integral.</summary>
public sealed class IntegratedGradientsTests
{
    const string Jumping = "switched.cell";
    const int K = 3, C = 4;
    static readonly int[] Lengths = [7, 5, 1];

    static readonly Case[] Tasks =
    [
        new("classify", TaskKind.Classify, new ModelConfig { Hidden = 4 }),
        new("tag", TaskKind.Tag, new ModelConfig { Hidden = 5 }),
        new("regress", TaskKind.Regress, new ModelConfig { Hidden = 4 }),
        new("regress by step", TaskKind.Regress, new ModelConfig { Hidden = 3 }) { Level = TargetLevel.Step },
        new("forecast", TaskKind.Forecast, new ModelConfig { Hidden = 4 }) { Horizon = 2 },
        new("language", TaskKind.Language, new ModelConfig { Hidden = 5, Embedding = 3 }),
        new("multilabel", TaskKind.Multilabel, new ModelConfig { Hidden = 4 }),
        new("multilabel by sequence", TaskKind.Multilabel, new ModelConfig { Hidden = 4 }) { Level = TargetLevel.Sequence },
    ];

    static readonly Case[] Shapes =
    [
        .. from readout in Enum.GetValues<ReadoutKind>()
           from both in new[] { false, true }
           select new Case($"{readout} {both}", TaskKind.Classify, new ModelConfig
           {
               Hidden = 4,
               Layers = 2,
               Readout = readout,
               Bidirectional = both,
               Residual = both,
               InitialState = both ? InitialState.Learned : InitialState.Zero,
           }),
        new("tag, both ways", TaskKind.Tag, new ModelConfig { Hidden = 4, Bidirectional = true, Layers = 2 }),
        new("patches by step", TaskKind.Tag, new ModelConfig { Hidden = 4, Patch = new PatchConfig { Size = 3, Stride = 2 } }),
        new("patches", TaskKind.Classify, new ModelConfig { Hidden = 4, Patch = new PatchConfig { Size = 3, Stride = 2, Width = 5 } }),
        new("symbols and numbers", TaskKind.Classify, new ModelConfig { Hidden = 4, Embedding = 3 }) { HasSymbols = true },
        new("symbols and numbers by step", TaskKind.Tag, new ModelConfig { Hidden = 4, Embedding = 3 }) { HasSymbols = true },
    ];

    /// <summary>All but one whose output jumps.</summary>
    public static TheoryData<string> Cells => [.. CellLibrary.Names.Concat(Texts.All.Keys.Where(name => name != Jumping))];

    public static TheoryData<string> Names => [.. Tasks.Concat(Shapes).Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Cells))]
    public void The_attributions_of_every_cell_and_task_sum_to_the_difference_of_the_outputs(string cell)
    {
        foreach (var of in Tasks)
        {
            var hidden = new CellSizes(J: of.Shape.Hidden).Fitting(Texts.Find(cell)).J;
            AssertComplete(of with { Shape = of.Shape with { Hidden = hidden } }, cell, sequences: 1);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_attributions_of_every_shape_sum_to_the_difference_of_the_outputs(string name) =>
        AssertComplete(Tasks.Concat(Shapes).Single(c => c.Name == name), "ugrnn", Lengths.Length);

    [Theory]
    [MemberData(nameof(Names))]
    public void The_attributions_are_those_of_finite_differences_along_the_line(string name)
    {
        using var model = Make(Tasks.Concat(Shapes).Single(c => c.Name == name), "gru");
        using var gradients = new IntegratedGradients(model);
        var sequence = Sequences(model)[0];
        var (found, weights) = Explained(model, gradients, sequence);
        if (model.Embedding is null)
        {
            // A maximum over the steps has corners, which the plain integral passes over.
            var near = model.Config.Model.Readout == ReadoutKind.Max ? 1e-3 : 1e-5;
            Assert.Equal(Plain(model, sequence, weights), found.Numbers, (x, y) => Math.Abs(x - y) < near);
        }
    }

    [Fact]
    public void A_line_with_corners_takes_more_points_than_a_smooth_one()
    {
        var (smooth, corners) = (PointsOf("gru"), PointsOf("irnn"));
        Assert.Equal(16, smooth);
        Assert.InRange(corners, 17, IntegratedGradients.MostPoints);
    }

    [Fact]
    public void What_a_jump_adds_is_attributed_to_nothing_and_shows_in_the_gap()
    {
        using var model = Make(Tasks[1], Jumping);
        using var gradients = new IntegratedGradients(model);
        var found = Explained(model, gradients, Sequences(model)[0]).Found;
        Assert.InRange(found.Gap, IntegratedGradients.Tolerance, 1);
        Assert.InRange(found.Points, IntegratedGradients.MostPoints - 32, IntegratedGradients.MostPoints);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    public void A_rule_of_N_points_integrates_powers_up_to_2N_minus_1(int N)
    {
        var rule = GaussLegendre.Of(N);
        for (var power = 0; power < 2 * N; power++)
        {
            Assert.Equal(power % 2 == 0 ? 2.0 / (power + 1) : 0, Integral(power), 12);
        }

        Assert.NotEqual(2.0 / ((2 * N) + 1), Integral(2 * N), 1e-12);

        double Integral(int power) => rule.Nodes.Zip(rule.Weights, (x, w) => w * Math.Pow(x, power)).Sum();
    }

    static int PointsOf(string cell)
    {
        using var model = Make(Tasks[0] with { Shape = new ModelConfig { Hidden = 8 } }, cell);
        using var gradients = new IntegratedGradients(model);
        return Explained(model, gradients, Sequences(model)[0]).Found.Points;
    }

    static void AssertComplete(Case of, string cell, int sequences)
    {
        using var model = Make(of, cell);
        using var gradients = new IntegratedGradients(model);
        foreach (var sequence in Sequences(model).Take(sequences))
        {
            var (found, weights) = Explained(model, gradients, sequence);
            Assert.Equal(OutputOf(model, sequence, weights), found.Output, 1e-9);
            if (model.Embedding is null)
            {
                var zero = sequence with { Inputs = new double[sequence.Inputs.Length] };
                Assert.Equal(OutputOf(model, zero, weights), found.Baseline, 1e-9);
            }

            Assert.True(
                found.Gap <= IntegratedGradients.Tolerance, $"{cell}, {of.Name}: {found.Gap} is missing after {found.Points} points");
            Assert.True(found.Sum != 0, $"{cell}, {of.Name}: nothing is attributed");
        }
    }

    static (PathIntegral Found, IReadOnlyList<OutputWeight> Weights) Explained(
        Model model, IntegratedGradients gradients, Sequence sequence)
    {
        var (output, weights) = (ExplainedOutput.Of(model, null, null), (IReadOnlyList<OutputWeight>)[]);
        return (gradients.Of(sequence, s => weights = output.WeightsOf(sequence, new TargetScale(1, 0), s)!), weights);
    }

    /// <summary>The integral with 32 points, the gradients from central differences.</summary>
    static double[] Plain(Model model, Sequence sequence, IReadOnlyList<OutputWeight> weights)
    {
        const double Step = 1e-5;
        var (rule, x) = (GaussLegendre.Of(32), sequence.Inputs.ToArray());
        var sums = new double[x.Length];
        foreach (var (node, w) in rule.Nodes.Zip(rule.Weights))
        {
            double[] at = [.. x.Select(v => v * (node + 1) / 2)];
            for (var n = 0; n < x.Length; n++)
            {
                sums[n] += w / 2 * x[n] * (Moved(at, n, Step) - Moved(at, n, -Step)) / (2 * Step);
            }
        }

        return sums;

        double Moved(double[] at, int n, double by) =>
            OutputOf(model, sequence with { Inputs = at.Select((v, k) => k == n ? v + by : v).ToArray() }, weights);
    }

    static double OutputOf(Model model, Sequence sequence, IReadOnlyList<OutputWeight> weights)
    {
        var graph = model.Load(new Batch([sequence]), trains: false);
        graph.Forward();
        return weights.Sum(w => w.Weight * graph.OutputOf(0, w.Output, w.Number));
    }

    static Model Make(Case of, string cell)
    {
        var config = new Config
        {
            Task = of.Task,
            Data = new DataConfig { Train = "", TargetLevel = of.Level, Horizon = of.Horizon },
            Model = of.Shape with { Cell = cell },
            Training = new TrainingConfig { Precision = Precision.Float64, Threads = 1 },
        };
        string[] classes = SequenceTask.Of(of.Task).Output == OutputKind.Class ? ["0", "1", "2", "3"] : [];
        var numbers = of.Task == TaskKind.Language ? 0 : K;
        string[] inputs = [.. Enumerable.Range(0, numbers).Select(k => $"x{k}")];
        var encoding = of.Task == TaskKind.Language || of.HasSymbols
            ? new InputEncoding(MissingPolicy.Error, inputs, new double[numbers], [], [], "text", new Vocabulary(["0", "1", "2", "3"])) : null;
        var scaling = new Normalization(NormalizationKind.None, new double[numbers], [.. Enumerable.Repeat(1.0, numbers)]);
        var model = new Model(
            config,
            new ModelSchema(inputs, ["t", "u"], classes, scaling, Encoding: encoding) { Horizon = of.Horizon ?? 1 },
            Texts.All.GetValueOrDefault(cell));
        var random = new RandomStream(1, "weights", 0);
        foreach (var parameter in model.Parameters)
        {
            var scale = 1 / Math.Sqrt(parameter.Value.Shape.LastOrDefault(1));
            parameter.Value.Assign([.. Enumerable.Range(0, parameter.Value.Length).Select(_ => scale * Symmetric(random))]);
        }

        return model;
    }

    static Sequence[] Sequences(Model model)
    {
        var (random, width) = (new RandomStream(2, "sequences", 0), model.Schema.Inputs.Count);
        return [.. Lengths.Select((T, n) => new Sequence(
            $"{n}", T, Enumerable.Range(0, T * width).Select(_ => 2 * Symmetric(random)).ToArray(), null, null)
        {
            Symbols = model.Embedding is null ? null : [.. Enumerable.Range(0, T).Select(_ => random.Next(C))],
        })];
    }

    static double Symmetric(RandomStream random) => (2 * random.NextDouble()) - 1;

    sealed record Case(string Name, TaskKind Task, ModelConfig Shape)
    {
        public TargetLevel? Level { get; init; }

        public int? Horizon { get; init; }

        public bool HasSymbols { get; init; }
    }
}
