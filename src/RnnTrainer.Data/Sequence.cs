using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;

namespace RnnTrainer.Data;

/// <summary>One example: T time steps of K inputs, and what they are to be mapped to.</summary>
/// <param name="Id">Its name in the file's sequence column.</param>
/// <param name="Length">T, at least 1.</param>
/// <param name="Inputs">x[t,k], row-major [T,K]; NaN where a value is missing, until <see cref="InputEncoding"/> has filled it.</param>
/// <param name="Label">The class to predict; null unless <see cref="TargetKind.Label"/>.</param>
/// <param name="Target">The numbers to predict, one per target column; null unless <see cref="TargetKind.Number"/> or <see cref="TargetKind.Binary"/>.</param>
public sealed record Sequence(string Id, int Length, double[] Inputs, string? Label, double[]? Target)
{
    /// <summary>K, the number of inputs at each time step.</summary>
    public int Width => Inputs.Length / Length;

    /// <summary>The 1-based line of the file where its first row was found; 0 when it was not read from a file.</summary>
    public int Line { get; init; }

    /// <summary>[T]: the class of each time step.</summary>
    public string[]? StepLabels { get; init; }

    /// <summary>y[t,c], row-major [T,C]: the numbers to predict at each time step; NaN where a column that is also an input misses its value: nothing is asked there.</summary>
    public double[]? StepTargets { get; init; }

    /// <summary>Row-major [T,M]: the number of the word or character of each time step, and of the features of its form, in <see cref="InputEncoding.Symbols"/>.</summary>
    public int[]? Symbols { get; init; }

    /// <summary>Row-major [T,W]: the cells of <see cref="SequenceSet.TextColumns"/>, or the characters of a text; <see cref="InputEncoding"/> makes inputs and symbols of them,
    /// and keeps the words, [T], of a sequence in which one has no number of its own.</summary>
    public string[]? Texts { get; init; }

    /// <summary>[T]: the step column as written, where it is kept.</summary>
    public string[]? Steps { get; init; }

    /// <summary>Of a window, row-major [P,C]: the targets of the P steps before its first target, the last of them one step before it, unscaled.</summary>
    public double[]? Past { get; init; }

    /// <summary>Of a window, the name of the series that it is cut from.</summary>
    public string? Series { get; init; }

    /// <summary>Of a manifest's split column: <c>train</c>, <c>validation</c>, <c>test</c>.</summary>
    public string? Part { get; init; }

    /// <summary>[T]: of <see cref="Symbols"/> the word or character of each step, without the features of its form.</summary>
    public IEnumerable<int> Words() => Enumerable.Range(0, Length).Select(t => Symbols![t * (Symbols.Length / Length)]);

    /// <summary>Time steps <paramref name="from"/> … <paramref name="from"/> + <paramref name="count"/> − 1 of everything that belongs to steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are no such steps.</exception>
    public Sequence Slice(int from, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Length - from);
        return this with
        {
            Length = count,
            Inputs = Rows(Inputs)!,
            StepLabels = Rows(StepLabels),
            StepTargets = Rows(StepTargets),
            Symbols = Rows(Symbols),
            Texts = Rows(Texts),
            Steps = Rows(Steps),
        };

        T[]? Rows<T>(T[]? all)
        {
            var width = (all?.Length ?? 0) / Length;
            return all?[(from * width)..((from + count) * width)];
        }
    }
}
