using RnnTrainer.Autodiff;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>All gradients of a small model for one batch of three lengths: what a test compares that puts kernels into other
/// surroundings.</summary>
static class SmallGradients
{
    public static double[] Of(string cell, Precision precision, int hidden)
    {
        var config = new Config
        {
            Task = TaskKind.Classify,
            Data = new DataConfig { Train = "" },
            Model = new ModelConfig { Cell = cell, Hidden = hidden },
            Training = new TrainingConfig { Precision = precision, Threads = 2 },
        };
        using var model = new Model(
            config,
            new ModelSchema(["x", "y", "z"], ["c"], ["u", "v"], new Normalization(NormalizationKind.None, new double[3], [1, 1, 1])));
        var random = new RandomStream(1, "small", 0);
        var graph = model.Load(
            new Batch(
                [.. new[] { 5, 3, 4 }
                .Select(T => new Sequence("s", T, [.. Enumerable.Range(0, 3 * T).Select(_ => random.NextDouble())], "u", null))]),
                trains: true);
        model.Parameters.ClearGradients();
        graph.Forward();
        graph.Backward();
        return [.. model.Parameters.SelectMany(p => p.Grad.ToArray())];
    }
}
