using RnnTrainer.Autodiff;
using RnnTrainer.Autodiff.Notation;
using RnnTrainer.Autodiff.Printing;
using RnnTrainer.Cells;
using RnnTrainer.Training.Export;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Tests.Training;

/// <summary>A model as C# source answers what the model answers.</summary>
public sealed class CSharpFileTests
{
    [Fact]
    public void Every_cell_answers_alike_stacked_both_ways_residual_and_with_learnt_states() =>
        AssertAlike(
            [.. CellLibrary.Names.Select(
                cell =>
                    (CSharpNames.OfType(cell),
                    LayersTests.Make("all", cell, Precision.Float64, threads: 1, hidden: CellSizes.For(CellLibrary.Find(cell)!).J)))],
                    1e-10);

    [Fact]
    public void Every_task_and_readout_answers_alike() =>
        AssertAlike(
            [.. LayersTests.OptionNames.Select(o => (CSharpNames.OfType(o), LayersTests.Make(o, "ugrnn", Precision.Float32, threads: 1)))],
            1e-5);

    [Fact]
    public void A_wrong_sign_would_be_seen()
    {
        using var model = LayersTests.Make("plain", "ugrnn", Precision.Float64, threads: 1);
        var wrong = new CompiledModel(
            CSharpFile.Of(model, "wrong").Replace("RTilde[j] -=", "RTilde[j] +=", StringComparison.Ordinal)
            .Replace("GTilde[j] -=", "GTilde[j] +=", StringComparison.Ordinal));
        Assert.NotEqual(0, Worst(model, wrong, "Wrong"), 1e-3);
    }

    [Fact]
    public void Every_function_of_the_notation_has_its_csharp()
    {
        using var graph = new Graph(Precision.Float64, batch: 1);
        var (x, b) = (graph.Data("x", 1), new LoopIndex("b"));
        var lines = Function.All.SelectMany((f, n) =>
        {
            var y = graph.Computed($"y{n}", 1);
            y[b] += new Apply(f, x[b]) - (1 - (x[b] / 2)) - -x[b] + new Power(x[b], 3);
            return CSharpPrinter.Lines(graph.Statements[^1], t => t == x.Value ? "steps[0]" : $"answers[{n}]");
        });
        var text = $$"""
            using System;
            using System.Linq;
            namespace RnnModels;
            public static class All
            {
                public static double[][] Answers(double[][] steps)
                {
                    var answers = Enumerable.Range(0, {{Function.All.Count}}).Select(_ => new double[1]).ToArray();
                    {{string.Join('\n', lines)}}
                    return answers;
                }
            }
            static class Functions
            {
                {{string.Join('\n', CSharpPrinter.Functions)}}
            }
            """;
        var answers = new CompiledModel(text).Answers("All", (double[][])[[0.7]]);
        Assert.All(
            Function.All.Zip(answers), p => Assert.Equal(p.First.Value(0.7) - (1 - 0.35) + 0.7 + (0.7 * 0.7 * 0.7), p.Second[0], 1e-12));
    }

    static void AssertAlike(List<(string Type, Model Model)> models, double tolerance)
    {
        var compiled = new CompiledModel(models.Select(m => CSharpFile.Of(m.Model, m.Type)));
        foreach (var (type, model) in models)
        {
            using (model)
            {
                var worst = Worst(model, compiled, type);
                Assert.True(worst <= tolerance, $"{type}: {worst}");
            }
        }
    }

    /// <summary>The largest difference of an answer from that of the model.</summary>
    static double Worst(Model model, CompiledModel compiled, string type)
    {
        var sequences = LayersTests.Batch(model).Sequences;
        var answers = Predictor.Outputs(model, sequences);
        var own = Enumerable.Range(0, answers.Count).SelectMany(n => model.Task.Output.Values(answers, n));
        string[] names = [.. model.Schema.Encoding?.Vocabularies().SelectMany(v => v.Names) ?? []];
        var theirs = sequences.SelectMany(s => model switch
        {
            { Embedding: null } => compiled.Answers(type, s.Inputs.Chunk(s.Width).ToArray()),
            { Schema.Inputs.Count: 0 } => compiled.Answers(type, s.Symbols!.Select(n => names[n]).ToArray()),
            _ => compiled.Answers(
                type,
                s.Symbols!.Chunk(model.Schema.SymbolsPerStep).Select(row => Array.ConvertAll(row, n => names[n]))
                    .Zip(s.Inputs.Chunk(s.Width)).ToArray()),
        });
        return own.Zip(theirs.SelectMany(a => a), (a, b) => Math.Abs(a - b)).Max();
    }
}
