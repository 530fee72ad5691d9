using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Files;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Optimization;
using RnnTrainer.Training.Scores;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>One split of the data, or a file to be answered.</summary>
/// <param name="File">Where the sequences come from.</param>
/// <param name="Raw">
/// Encoded and cut as <paramref name="Ready"/>, in the units of the file: missing values are filled and categories are 0/1 inputs. A text's symbols, with
/// the next one as the label of each step; a series' windows, with what follows them, row-major [horizon, targets], as target.
/// </param>
/// <param name="Ready">The same, inputs and targets scaled as the model takes them.</param>
sealed record DataPart(string File, IReadOnlyList<Sequence> Raw, IReadOnlyList<Sequence> Ready)
{
    /// <summary>Sequences.</summary>
    public int Count => Raw.Count;

    /// <summary>The SHA-256 of the file's bytes, in hexadecimal; empty where they came from elsewhere than a file.</summary>
    public string Sha256 { get; init; } = "";

    /// <summary>Of the windows of a forecast with targets, by what <c>mase</c> measures each; else null.</summary>
    public SeriesScales? Series { get; init; }

    /// <summary>The column of the sequences' ids; null where the file has none.</summary>
    public string? IdColumn { get; init; }

    /// <summary>What training never saw, by column.</summary>
    public IReadOnlyList<UnseenValues> Unseen { get; init; } = [];

    /// <summary>Encodes, cuts and scales sequences as config and schema say.</summary>
    /// <exception cref="DataException">A label that training never saw, or other inputs than those of training.</exception>
    internal static DataPart Of(Portion portion, Config config, ModelSchema schema, bool labelled = true, int stride = 1)
    {
        Check(portion.Set, config, schema, labelled);
        var encoded = schema.Encoding is { } encoding && portion.Set.Sequences.Count > 0 ? InputEncoder.Apply(encoding, portion.Set) : new EncodedSet(portion.Set, []);
        var cut = portion with { Set = encoded.Set };
        var raw = SequenceTask.Of(config).Examples(cut, config, schema, labelled, stride);
        return new DataPart(portion.Set.File, raw, [.. raw.Select(s => Scaled(s, config, schema))])
        {
            Unseen = encoded.Unseen,
            IdColumn = portion.Set.IdColumn,
            Sha256 = portion.Set.Sha256,
            Series = schema.Forecast is { } scale && labelled ? SeriesScales.Of(raw, portion.Set.Sequences, n => portion.RangeOf(n).From, scale, config.Data.SeasonOrNone) : null,
        };
    }

    static void Check(SequenceSet set, Config config, ModelSchema schema, bool labelled)
    {
        if (labelled)
        {
            Reading.RequireTargets(config, set);
            SequenceTask.Of(config).RequireKnownLabels(set, schema);
        }

        var expected = schema.Encoding?.Numbers ?? schema.Inputs;
        if (!set.InputColumns.SequenceEqual(expected))
        {
            throw new DataException(Diagnostic.OfFile(
                set.File,
                $"the inputs are {string.Join(", ", set.InputColumns)}, but training had {string.Join(", ", expected)}",
                "Give the file the columns of the training file."));
        }
    }

    static Sequence Scaled(Sequence sequence, Config config, ModelSchema schema)
    {
        var ready = schema.Symbols > 0 ? sequence : schema.Normalization.Apply(sequence);
        ready = config.Data.RelativeInputs ? FromLast(ready, schema) : ready;
        var start = ForecastBaselines.Base(config.Data, sequence.Past, schema.Horizon, schema.Target.Count);
        return schema.TargetScaling is null && start is null ? ready : ready with
        {
            Target = Scaled(sequence.Target, schema.TargetScaling, start),
            StepTargets = Scaled(sequence.StepTargets, schema.TargetScaling),
        };
    }

    /// <summary><c>(y − start − shift) / scale</c>.</summary>
    static double[]? Scaled(double[]? targets, Normalization? scaling, double[]? start = null)
    {
        var (shift, scale) = (scaling?.Shift ?? [0], scaling?.Scale ?? [1]);
        return targets is null ? null : [.. targets.Select((y, n) => (y - (start?[n] ?? 0) - shift[n % shift.Length]) / scale[n % scale.Length])];
    }

    /// <summary>The inputs that are targets too, counted from their last value: <c>x[t,k] − x[T−1,k]</c>.</summary>
    static Sequence FromLast(Sequence window, ModelSchema schema)
    {
        var (x, T, K) = ((double[])[.. window.Inputs], window.Length, window.Width);
        foreach (var k in Enumerable.Range(0, K).Where(k => schema.Target.Contains(schema.Inputs[k])))
        {
            for (var t = 0; t < T; t++)
            {
                x[(t * K) + k] -= window.Inputs[((T - 1) * K) + k];
            }
        }

        return window with { Inputs = x };
    }
}
