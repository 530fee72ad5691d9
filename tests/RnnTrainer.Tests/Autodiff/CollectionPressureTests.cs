using System.Runtime.CompilerServices;
using RnnTrainer.Autodiff;

namespace RnnTrainer.Tests.Autodiff;

public sealed class CollectionPressureTests
{
    [Theory]
    [InlineData("ugrnn", Precision.Float32)]
    [InlineData("lstm", Precision.Float64)]
    public void Kernels_compute_the_same_while_all_that_may_move_is_moved(string cell, Precision precision)
    {
        var calm = SmallGradients.Of(cell, precision, hidden: 13);
        using var pressure = new CollectionPressure();
        for (var seen = pressure.Collections; pressure.Collections < seen + 20;)
        {
            Assert.Equal(calm, SmallGradients.Of(cell, precision, hidden: 13));
        }
    }

    [Fact]
    public void An_address_that_nothing_holds_in_place_goes_stale_under_pressure()
    {
        using var pressure = new CollectionPressure();

        // A collection between the arrays and the look at their addresses leaves nothing to be moved: such a try says nothing.
        Assert.Contains(Enumerable.Range(0, 100), _ => AreMoved(pressure));
    }

    static bool AreMoved(CollectionPressure pressure)
    {
        var arrays = new double[1000][];
        for (var n = 0; n < 2 * arrays.Length; n++)
        {
            arrays[n / 2] = new double[8];
        }

        var before = Array.ConvertAll(arrays, Address);
        for (var seen = pressure.Collections; pressure.Collections < seen + 2;)
        {
            Thread.Yield();
        }

        return !before.SequenceEqual(Array.ConvertAll(arrays, Address));
    }

    static unsafe nint Address(double[] array) => (nint)Unsafe.AsPointer(ref array[0]);
}
