using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff;

namespace RnnTrainer.Tests.Autodiff;

/// <summary>
/// Kernels run where the page behind every tensor may not be touched: one that reaches beyond its tensor, and beyond the vector that it may
/// read there, ends the process.
/// With RNN_GUARDED_PAGES=1 in the environment all tests run so; tests/RnnTrainer.Endurance does that, and shows that a planted one is
/// caught.
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
            return SmallGradients.Of(cell, precision, hidden);
        }
        finally
        {
            AppContext.SetSwitch(Switch, before);
        }
    }
}
