using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>
/// From sequences as they are read to sequences as a model takes them: fitted on the training part, then applied to every part.
/// </summary>
static class Preprocessing
{
    /// <summary>The most numbers that are scaled once and kept; more are scaled each time that a batch is loaded.</summary>
    const long MostKept = 1 << 22;

    /// <summary>Fits encodings, scales, and what the task needs to know of its targets.</summary>
    /// <exception cref="DataException">A column spans more than a number can hold.</exception>
    public static ModelSchema Fit(Config config, SequenceSet set, Portion training)
    {
        var (task, own) = (SequenceTask.Of(config), training.Own());
        var encoding = Encoding(config, set, own);
        var encoded = encoding is null ? set with { Sequences = own } : InputEncoder.Apply(encoding, set with { Sequences = own }).Set;
        var kind = config.Data.Normalize switch
        {
            Normalize.Standard => NormalizationKind.Standard,
            Normalize.Minmax => NormalizationKind.MinMax,
            _ => NormalizationKind.None,
        };
        var inputs = Normalization.Fit(
            kind, encoded.Sequences, encoded.InputColumns.Count, encoding?.Scaled(),
            new NamedColumns(set.File, "input", encoded.InputColumns));
        var schema = new ModelSchema(encoded.InputColumns, set.TargetColumns, [], inputs, null, null, encoding)
        {
            Layout = set.Layout.Layout,
            Text = encoded.Sequences.Any(s => s.Id.StartsWith("line ", StringComparison.Ordinal)) ? TextMode.Lines : TextMode.Stream,
            Horizon = task.WindowsOf(config.Data)?.Horizon ?? 1,
        };
        return task.FitTargets(schema, new TrainingPart(set.File, own, encoded, kind), config);
    }

    /// <summary>Encodes, cuts and scales sequences as config and schema say.</summary>
    /// <exception cref="DataException">A label that training never saw, or other inputs than those of training.</exception>
    public static DataPart Apply(Portion portion, Config config, ModelSchema schema, bool labelled = true, int stride = 1)
    {
        Check(portion.Set, config, schema, labelled);
        var encoded = schema.Encoding is { } encoding
            && portion.Set.Sequences.Count > 0 ? InputEncoder.Apply(encoding, portion.Set) : new EncodedSet(portion.Set, []);
        var cut = portion with { Set = encoded.Set };
        var raw = SequenceTask.Of(config).Examples(cut, config, schema, labelled, stride);
        var (own, areWindows) = (cut.Own(), SequenceTask.Of(config).WindowsOf(config.Data) is not null);
        var numbers = own.Sum(s => (long)s.Inputs.Length + (s.StepTargets?.Length ?? 0));
        var isKept = !areWindows && numbers <= MostKept;
        var ready = isKept ? [.. raw.Select(s => Kept(Scaled(s, config, schema)))] : raw.Changed(s => Scaled(s, config, schema));
        return new DataPart(portion.Set.File, raw, ready)
        {
            Bytes = 8 * numbers * (isKept ? 2 : 1),
            Whole = areWindows ? own.Changed(s => schema.Inputs.Count == 0 ? s : schema.Normalization.Apply(s)) : ready,
            Unseen = encoded.Unseen,
            IdColumns = portion.Set.IdColumns,
            Notes = ReadingNotes.Of(config, portion.Set, [new(portion, stride)], labelled),
            Sha256 = portion.Set.Sha256,
            Series = schema.Forecast is { } scale
            && labelled ? SeriesScales.Of(raw, portion.Set.Sequences, n => portion.RangeOf(n).From, scale, config.Data.SeasonOrNone) : null,
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

    static Sequence Kept(Sequence sequence) => sequence with { Inputs = sequence.Inputs.ToArray() };

    static Sequence Scaled(Sequence sequence, Config config, ModelSchema schema)
    {
        var ready = schema.Inputs.Count == 0 ? sequence : schema.Normalization.Apply(sequence);
        ready = config.Data.RelativeInputs ? FromLast(ready, schema) : ready;
        var start = ForecastBaselines.Base(config.Data, sequence.Past, schema.Horizon, schema.Target.Count);
        return schema.TargetScaling is null && start is null ? ready : ready with
        {
            Target = Scaled(sequence.Target, schema.TargetScaling, start),
            StepTargets = Scaled(sequence.StepTargets, schema.TargetScaling),
        };
    }

    /// <summary><c>(y − start − shift) / scale</c>.</summary>
    static Values? Scaled(Values? targets, Normalization? scaling, double[]? start = null)
    {
        if (targets is null)
        {
            return null;
        }

        var (shift, scale, y) = (scaling?.Shift ?? [0], scaling?.Scale ?? [1], targets.ToArray());
        for (var n = 0; n < y.Length; n++)
        {
            y[n] = (y[n] - (start?[n] ?? 0) - shift[n % shift.Length]) / scale[n % scale.Length];
        }

        return y;
    }

    /// <summary>The inputs that are also targets, relative to their last value: <c>x[t,k] − x[T−1,k]</c>.</summary>
    static Sequence FromLast(Sequence window, ModelSchema schema)
    {
        var (x, T, K) = (window.Inputs.ToArray(), window.Length, window.Width);
        foreach (var k in Enumerable.Range(0, K).Where(k => schema.Target.Contains(schema.Inputs[k])))
        {
            var last = x[((T - 1) * K) + k];
            for (var t = 0; t < T; t++)
            {
                x[(t * K) + k] -= last;
            }
        }

        return window with { Inputs = x };
    }

    static InputEncoding? Encoding(Config config, SequenceSet set, IReadOnlyList<Sequence> training) =>
        set.TextColumns.Count > 0 || config.Data.Missing != MissingPolicy.Error || config.Data.Dates is not null
            ? EncodingFit.Of(set, training, Reading.Options(config))
            : null;
}
