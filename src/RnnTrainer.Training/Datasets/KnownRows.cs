using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Datasets;

/// <summary>Inputs that are known for the steps ahead of a forecast.</summary>
static class KnownRows
{
    /// <summary>The inputs that <c>data.known</c> names, with their scales; null: there are none.</summary>
    /// <param name="encoded">The training part.</param>
    /// <exception cref="DataException">It names something else.</exception>
    public static KnownInputs? Fit(Config config, SequenceSet encoded, NormalizationKind kind, InputEncoding? encoding)
    {
        if (config.Data.Known is not { } known)
        {
            return null;
        }

        var (columns, scaled) = (encoded.InputColumns, encoding?.Scaled());
        if (known.Names.FirstOrDefault(name => !columns.Any(c => IsOf(c, name))) is { } other)
        {
            throw new DataException(Diagnostic.OfFile(
                encoded.File, $"data.known: '{other}' is not an input; the inputs are {Words.FirstFew(columns, most: 12, shown: 10)}",
                "Name it in data.inputs, categories or dates, or leave it out."));
        }

        int[] places = [.. Enumerable.Range(0, columns.Count).Where(k => known.Names.Any(name => IsOf(columns[k], name)))];
        var all = Normalization.Fit(
            kind, encoded.Sequences, columns.Count, [.. columns.Select((_, k) => places.Contains(k) && scaled?[k] != false)],
            new NamedColumns(encoded.File, "input", columns));
        return new KnownInputs(
            places, new Normalization(kind, [.. places.Select(k => all.Shift[k])], [.. places.Select(k => all.Scale[k])]));
    }

    /// <summary>Refuses gaps in a file that is to be predicted, where the config allows none; the steps ahead have only what is
    /// known.</summary>
    /// <param name="set">As it was read.</param>
    /// <exception cref="DataException">There is a gap.</exception>
    public static void RequireNoGaps(Config config, ModelSchema schema, SequenceSet set)
    {
        if (schema.Known is not { } known || config.Data.Missing != MissingPolicy.Error)
        {
            return;
        }

        foreach (var series in set.Sequences)
        {
            var (length, K) = (Windows.KnownLength(series), set.InputColumns.Count);
            var last = Math.Min(series.Length, length + schema.Horizon);
            var numbers = series.Inputs.Span;
            for (var n = 0; n < last * K; n++)
            {
                if (double.IsNaN(numbers[n]) && (n / K < length || known.Places.Contains(n % K)))
                {
                    throw new DataException(Diagnostic.OfLine(
                        set.File, series.Line,
                        $"series '{series.Id}' misses '{set.InputColumns[n % K]}' in step {(n / K) + 1}"
                        + (n / K < length ? "" : $", which is {Words.Counted((n / K) - length + 1, "step")} ahead"),
                        "Fill it, or set data.missing and train again."));
                }
            }
        }
    }

    static bool IsOf(string input, string column) => input == column || input == $"{column}?"
        || input.StartsWith($"{column}=", StringComparison.Ordinal) || input.StartsWith($"{column}:", StringComparison.Ordinal);
}
