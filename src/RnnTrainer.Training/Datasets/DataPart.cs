using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Files;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Learning.Optimizers;
using RnnTrainer.Training.Scores;

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
        var encoded = schema.Encoding is { } encoding && portion.Set.Sequences.Count > 0 ? encoding.Apply(portion.Set) : new EncodedSet(portion.Set, []);
        var cut = portion with { Set = encoded.Set };
        var raw = config.Task switch
        {
            TaskKind.Language => NextSymbols.Of(cut.Set.Sequences, schema.Encoding!.Vocabulary!, labelled),
            TaskKind.Forecast => Forecasts.Of(cut, config.Data.Windows(stride), labelled),
            TaskKind.Regress when labelled => Asked(cut.Set),
            _ => cut.Set.Sequences,
        };
        return new DataPart(portion.Set.File, raw, [.. raw.Select(s => Scaled(s, config, schema))])
        {
            Unseen = encoded.Unseen,
            IdColumn = portion.Set.IdColumn,
            Sha256 = portion.Set.Sha256,
            Series = schema.Forecast is { } scale && labelled ? SeriesScales.Of(raw, portion, scale, config.Data.SeasonOrNone) : null,
        };
    }

    static void Check(SequenceSet set, Config config, ModelSchema schema, bool labelled)
    {
        if (labelled)
        {
            Reading.RequireTargets(config, set);
        }

        if (labelled && config.Task == TaskKind.Classify)
        {
            _ = new Classes(schema.Classes).IndicesOf(set.File, set.Sequences);
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

    /// <summary>A target that is an input too may be missing there; as an answer it is needed.</summary>
    static IReadOnlyList<Sequence> Asked(SequenceSet set)
    {
        foreach (var sequence in set.Sequences.Where(s => s.StepTargets is { } targets && Array.Exists(targets, double.IsNaN)))
        {
            var step = Array.FindIndex(sequence.StepTargets!, double.IsNaN) / (sequence.StepTargets!.Length / sequence.Length);
            throw new DataException(Diagnostic.OfLine(
                set.File, sequence.Line, $"sequence '{sequence.Id}' misses the target of step {step + 1}", "Fill it, or leave out the sequence; missing: speaks of inputs."));
        }

        return set.Sequences;
    }

    static Sequence Scaled(Sequence sequence, Config config, ModelSchema schema)
    {
        var ready = schema.Symbols > 0 ? sequence : schema.Normalization.Apply(sequence);
        ready = config.Data.RelativeInputs ? Forecasts.FromLast(ready, schema) : ready;
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
}
