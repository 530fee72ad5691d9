using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Storage;

namespace RnnTrainer.Data.Encodings;

/// <summary>The names of columns, for messages.</summary>
/// <param name="Kind">Their role: input or target.</param>
sealed record NamedColumns(string File, string Kind, IReadOnlyList<string> Names);

/// <summary>How inputs are scaled.</summary>
enum NormalizationKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>To mean 0 and (population) standard deviation 1.</summary>
    Standard,

    /// <summary>To the range 0 to 1.</summary>
    MinMax,

    /// <summary>To median 0 and an interquartile range of 1, which a few far values do not move.</summary>
    Robust,
}

/// <summary>x[t,k] becomes (x[t,k] − Shift[k]) / Scale[k]; fitted on the training split, kept with the model.</summary>
/// <param name="Kind">How it was fitted.</param>
/// <param name="Shift">[K]: the mean, the minimum or the median of each input, in its own unit.</param>
/// <param name="Scale">[K]: the standard deviation, the range or the interquartile range of each input; 1 for a constant one.</param>
sealed record Normalization(NormalizationKind Kind, double[] Shift, double[] Scale)
{
    /// <summary>Measures shift and scale over all time steps that have a value.</summary>
    /// <param name="width">K.</param>
    /// <param name="scaled">Whether each column is scaled; null: all are. Columns of 0 and 1 should not be.</param>
    /// <param name="names">The names of the columns for errors.</param>
    /// <exception cref="DataException">An input spans more than a 64-bit float can hold.</exception>
    public static Normalization Fit(
        NormalizationKind kind, IReadOnlyList<Sequence> sequences, int width, IReadOnlyList<bool>? scaled = null,
        NamedColumns? names = null)
    {
        var (shift, scale) = (new double[width], new double[width]);
        Array.Fill(scale, 1);
        var columns = kind == NormalizationKind.None ? [] : Column.Measure(sequences, width);
        for (var k = 0; k < columns.Length; k++)
        {
            (shift[k], scale[k]) = scaled?[k] == false ? (0, 1)
                : kind == NormalizationKind.Robust ? columns[k].OfQuartiles(sequences, k) : columns[k].Map(kind);
        }

        if (Array.FindIndex(scale, s => !double.IsFinite(s)) is >= 0 and var wide)
        {
            throw TooWide(
                sequences, wide, width, names ?? new NamedColumns("data", "input", [.. Enumerable.Range(1, width).Select(n => $"{n}")]));
        }

        return new Normalization(kind, shift, scale);
    }

    /// <summary>A scaled copy.</summary>
    /// <exception cref="ArgumentException">Its width is not K.</exception>
    public Sequence Apply(Sequence sequence)
    {
        var width = Shift.Length;
        if (sequence.Inputs.Length != sequence.Length * width)
        {
            throw new ArgumentException(
                $"Index k is {sequence.Width} in sequence '{sequence.Id}' but {width} in the normalization.", nameof(sequence));
        }

        return sequence with { Inputs = sequence.Inputs.In(numbers => new ScaledStore(numbers, Shift, Scale)) };
    }

    /// <summary>Scaled copies, in order.</summary>
    public IReadOnlyList<Sequence> Apply(IEnumerable<Sequence> sequences) => [.. sequences.Select(Apply)];

    /// <summary>
    /// The line is that of the first row of the sequence with the largest value: the file's order need not be that of the steps.
    /// </summary>
    static DataException TooWide(IReadOnlyList<Sequence> sequences, int k, int width, NamedColumns names)
    {
        var values = sequences.SelectMany(
            s => Enumerable.Range(0, s.Length).Select(t => (Sequence: s, Step: t, X: s.Inputs[(t * width) + k])))
            .Where(v => !double.IsNaN(v.X)).ToList();
        var (least, most) = (values.MinBy(v => v.X), values.MaxBy(v => v.X));
        var far = Math.Abs(least.X) > Math.Abs(most.X) ? least : most;
        static string Said((Sequence Sequence, int Step, double X) v) => string.Create(
            CultureInfo.InvariantCulture, $"{v.X:R} (sequence '{Printable.Cell(v.Sequence.Id)}', step {v.Step})");
        return new DataException(Diagnostic.OfLine(
            names.File,
            far.Sequence.Line,
            $"{names.Kind} '{names.Names[k]}' spans more than a 64-bit float can hold: from {Said(least)} to {Said(most)}, steps " +
            $"counted from 0",
            "Correct or remove them, or set normalize: none."));
    }

    /// <summary>Statistics of one input over all time steps that have a value.</summary>
    struct Column()
    {
        double _min = double.PositiveInfinity, _max = double.NegativeInfinity, _sum, _mean, _squares;
        long _count;

        public readonly (double Shift, double Scale) Map(NormalizationKind kind) => (kind, _count == 0 || _min == _max) switch
        {
            (_, true) => (_count == 0 ? 0 : _min, 1),
            (NormalizationKind.Standard, _) => (_mean, Math.Sqrt(_squares / _count)),
            _ => (_min, _max - _min),
        };

        /// <summary>Median and interquartile range; the standard deviation where the quartiles are one value.</summary>
        public readonly (double Shift, double Scale) OfQuartiles(IReadOnlyList<Sequence> sequences, int k) =>
            Quantiles.Of(Known(sequences, k), [0.25, 0.5, 0.75]) is not [var low, var median, var high] ? (0, 1)
            : (median, high > low ? high - low : Map(NormalizationKind.Standard).Scale);

        /// <summary>Of all K inputs, in two passes over the rows.</summary>
        public static Column[] Measure(IReadOnlyList<Sequence> sequences, int width)
        {
            var columns = new Column[width];
            Array.Fill(columns, new Column());
            foreach (var rows in sequences.SelectMany(s => s.Inputs.Blocks(width)))
            {
                var k = 0;
                foreach (var x in rows.Span)
                {
                    columns[k].Add(x);
                    k = k + 1 < width ? k + 1 : 0;
                }
            }

            foreach (ref var column in columns.AsSpan())
            {
                column._mean = column._sum / column._count;
            }

            foreach (var rows in sequences.SelectMany(s => s.Inputs.Blocks(width)))
            {
                var k = 0;
                foreach (var x in rows.Span)
                {
                    columns[k].AddSquare(x);
                    k = k + 1 < width ? k + 1 : 0;
                }
            }

            return columns;
        }

        void Add(double x)
        {
            if (!double.IsNaN(x))
            {
                (_min, _max, _sum) = (Math.Min(_min, x), Math.Max(_max, x), _sum + x);
                _count++;
            }
        }

        void AddSquare(double x) => _squares += double.IsNaN(x) ? 0 : (x - _mean) * (x - _mean);

        static IEnumerable<double> Known(IReadOnlyList<Sequence> sequences, int k) =>
            sequences.SelectMany(s => s.Column(k)).Where(x => !double.IsNaN(x));
    }
}
