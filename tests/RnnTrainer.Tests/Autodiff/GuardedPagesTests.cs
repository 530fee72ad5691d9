using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff;
using RnnTrainer.Data;
using RnnTrainer.Training;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>
/// Kernels run where the page behind every tensor may not be touched: one that reaches beyond its tensor, and beyond the vector that it may read there, ends the process.
/// With RNN_GUARDED_PAGES=1 in the environment all tests run so; tests/RnnTrainer.Endurance does that, and shows that a planted one is caught.
/// </summary>
public sealed class GuardedPagesTests
{
    const string Switch = "RnnTrainer.GuardedPages";
    const string Variable = "RNN_GUARDED_PAGES";

#pragma warning disable CA2255 // The switch must be on before the first test, whichever that is.
    [ModuleInitializer]
    internal static void TurnOn()
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            AppContext.SetSwitch(Switch, true);
        }
    }
#pragma warning restore CA2255

    [Theory]
    [InlineData("ugrnn", Precision.Float32)]
    [InlineData("ugrnn", Precision.Float64)]
    [InlineData("lstm", Precision.Float32)]
    [InlineData("gru", Precision.Float64)]
    public void No_kernel_reaches_beyond_its_tensors_whatever_is_left_over_of_a_vector(string cell, Precision precision)
    {
        for (var hidden = 1; hidden <= 17; hidden += 4)
        {
            Assert.Equal(Gradients(cell, precision, hidden, guarded: false), Gradients(cell, precision, hidden, guarded: true));
        }
    }

    static double[] Gradients(string cell, Precision precision, int hidden, bool guarded)
    {
        var before = AppContext.TryGetSwitch(Switch, out var on) && on;
        AppContext.SetSwitch(Switch, guarded || before);
        try
        {
            var config = new Config
            {
                Task = TaskKind.Classify,
                Data = new DataConfig { Train = "" },
                Model = new ModelConfig { Cell = cell, Hidden = hidden },
                Training = new TrainingConfig { Precision = precision, Threads = 2 },
            };
            using var model = new Model(config, new ModelSchema(["x", "y", "z"], ["c"], ["u", "v"], new Normalization(NormalizationKind.None, new double[3], [1, 1, 1])));
            var random = new RandomStream(1, "guarded", 0);
            var graph = model.Load(
                new Batch([.. new[] { 5, 3, 4 }.Select(T => new Sequence("s", T, [.. Enumerable.Range(0, 3 * T).Select(_ => random.NextDouble())], "u", null))]), trains: true);
            model.Parameters.ClearGradients();
            graph.Forward();
            graph.Backward();
            return [.. model.Parameters.SelectMany(p => p.Grad.ToArray())];
        }
        finally
        {
            AppContext.SetSwitch(Switch, before);
        }
    }
}
