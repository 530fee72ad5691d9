using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Encodings;

/// <summary>What is asked for; see <see cref="Preparation"/>.</summary>
readonly record struct PreparationOptions(Transform? Transform, OwnScaling? Own, bool Difference, bool ScaleInput)
{
    public bool IsNothing => this == default;
}

/// <summary>Fits a <see cref="Preparation"/> to the training part of a file.</summary>
static class PreparationFit
{
    /// <summary>
    /// Which columns it applies to; null: it does nothing. Calendar features and columns of 0 and 1 are neither transformed nor do they get
    /// a scale of their own; what is the same at all steps of each sequence has no such scale either, which would leave nothing of it.
    /// </summary>
    /// <param name="names">The columns of numbers.</param>
    /// <param name="training">Before encoding.</param>
    public static Preparation? Columns(PreparationOptions options, IReadOnlyList<string> names, IReadOnlyList<Sequence> training)
    {
        if (options.IsNothing)
        {
            return null;
        }

        int[] numbers = [.. Enumerable.Range(0, names.Count).Where(k => !CalendarColumns.IsFeature(names[k]))];
        int[] sized = [.. numbers.Where(k => !IsFlag(training, k))];
        int[] changing = options.Own is null && !options.ScaleInput ? [] : [.. sized.Where(k => Changes(training, k))];
        return new Preparation(options.Transform, options.Own)
        {
            Transformed = options.Transform is null ? [] : sized,
            Scaled = options.Own is null ? [] : changing,
            Differences = options.Difference ? numbers : [],
            Deviations = options.ScaleInput ? changing : [],
            LeastDeviations = options.ScaleInput ? [.. changing.Select(_ => 1.0)] : [],
        };
    }

    /// <summary>With the smallest deviation of each column.</summary>
    /// <param name="examples">What the model is given, encoded.</param>
    public static Preparation Measured(Preparation preparation, IReadOnlyList<Sequence> examples, int K)
    {
        var least = preparation.Deviations.Select(_ => double.PositiveInfinity).ToArray();
        foreach (var example in least.Length == 0 ? [] : examples)
        {
            var deviation = preparation.Prepare(example, K).Statistics!.Deviation;
            foreach (var (n, k) in preparation.Deviations.Index().Where(p => deviation[p.Item] > 0))
            {
                least[n] = Math.Min(least[n], deviation[k]);
            }
        }

        return preparation with { LeastDeviations = [.. least.Select(d => double.IsFinite(d) ? d : 1)] };
    }

    /// <summary>Refuses numbers that have no logarithm.</summary>
    /// <param name="set">Before encoding.</param>
    /// <exception cref="DataException">The transform is <see cref="Transform.Log"/>, and a number is 0 or below.</exception>
    public static void RequireLogarithms(Preparation? preparation, SequenceSet set)
    {
        foreach (var k in preparation?.Transform == Transform.Log ? preparation.Transformed : [])
        {
            foreach (var sequence in set.Sequences)
            {
                if (sequence.Column(k).Index().Where(p => p.Item <= 0).Select(p => ((int Step, double X)?)p).FirstOrDefault() is var (t, x))
                {
                    throw new DataException(Diagnostic.OfLine(
                        set.File,
                        sequence.Line,
                        string.Create(
                            System.Globalization.CultureInfo.InvariantCulture,
                            $"input '{set.InputColumns[k]}' is {x:R} (sequence '{Printable.Cell(sequence.Id)}', step {t}, counted from 0), "
                            + $"and data.transform: log takes numbers above 0"),
                        "Set data.transform: signed-log, which takes all numbers: sign(x) log(1 + |x|)."));
                }
            }
        }
    }

    static bool IsFlag(IReadOnlyList<Sequence> training, int k) =>
        training.All(s => s.Column(k).All(x => x is 0 or 1 || double.IsNaN(x)));

    static bool Changes(IReadOnlyList<Sequence> training, int k) => training.Any(s =>
    {
        var known = s.Column(k).Where(x => !double.IsNaN(x));
        double? first = null;
        return known.Any(x => x != (first ??= x));
    });
}
