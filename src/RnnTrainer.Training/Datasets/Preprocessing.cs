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
        var columns = PreparationFit.Columns(Asked(config.Data), set.InputColumns, own);
        PreparationFit.RequireLogarithms(columns, set with { Sequences = own });
        var encoding = Encoding(config, set, own);
        var unfilled = columns?.Unfilled ?? [];
        var encoded = encoding is null ? set with { Sequences = own }
            : InputEncoder.Apply(encoding, set with { Sequences = own }, unfilled).Set;
        var kind = KindOf(config.Data.Normalize);
        var schema = new ModelSchema(encoded.InputColumns, set.TargetColumns, [], new(NormalizationKind.None, [], []), null, null, encoding)
        {
            Layout = set.Layout.Layout,
            Text = encoded.Sequences.Any(s => s.Id.StartsWith("line ", StringComparison.Ordinal)) ? TextMode.Lines : TextMode.Stream,
            Horizon = task.WindowsOf(config.Data)?.Horizon ?? 1,
            Preparation = columns is null || encoding is null ? columns
                : columns with { Means = [.. unfilled.Select(k => encoding.Means[k])] },
        };
        schema = FitInputs(schema, config, encoded, kind);
        return task.FitTargets(schema, new TrainingPart(set.File, own, encoded, kind), config) with
        {
            Quantiles = config.Training.PredictedQuantiles(),
            Known = KnownRows.Fit(config, encoded, kind, encoding),
        };
    }

    static PreparationOptions Asked(DataConfig data) => new(
        data.Transform, data.Normalize switch
        {
            Normalize.Sequence => OwnScaling.Sequence,
            Normalize.Series => OwnScaling.Series,
            _ => null,
        },
        data.Difference, data.ScaleInput);

    /// <summary>How the training part scales what no sequence scales by itself.</summary>
    static NormalizationKind KindOf(Normalize normalize) => normalize switch
    {
        Normalize.None => NormalizationKind.None,
        Normalize.Minmax => NormalizationKind.MinMax,
        Normalize.Robust => NormalizationKind.Robust,
        _ => NormalizationKind.Standard,
    };

    /// <summary>The scales of the channels.</summary>
    static ModelSchema FitInputs(ModelSchema schema, Config config, SequenceSet encoded, NormalizationKind kind)
    {
        var K = schema.Inputs.Count;
        if (schema.Preparation is not { } columns)
        {
            return schema with { Normalization = Fitted(encoded.Sequences, schema.Encoding?.Scaled()) };
        }

        var examples = Measured(config, encoded, columns, schema);
        var preparation = PreparationFit.Measured(columns, examples, K);
        var isOwn = columns.Own == OwnScaling.Sequence ? columns.Scaled : [];
        var scaled = schema.Encoding?.Scaled();
        schema = schema with { Preparation = preparation };
        var prepared = examples.Changed(s => s with { Inputs = preparation.Prepare(s, K).Rows });
        var isKept = examples.Lengths().Sum(length => (long)length * preparation.Width(K)) <= MostKept;
        return schema with
        {
            Normalization = Fitted(
                isKept ? [.. prepared.Select(Kept)] : prepared,
                [.. Enumerable.Range(0, preparation.Width(K)).Select(k => k >= K || (scaled?[k] != false && !isOwn.Contains(k)))]),
        };

        Normalization Fitted(IReadOnlyList<Sequence> sequences, IReadOnlyList<bool>? scaled) => Normalization.Fit(
            kind, sequences, schema.Channels.Count, scaled, new NamedColumns(encoded.File, "input", schema.Channels));
    }

    /// <summary>
    /// The sequences; windows that do not overlap, where a window is measured by itself and there are such.
    /// </summary>
    static IReadOnlyList<Sequence> Measured(Config config, SequenceSet encoded, Preparation preparation, ModelSchema schema)
    {
        var task = SequenceTask.Of(config);
        if (task.WindowsOf(config.Data) is not { } windows || preparation.Unfilled.Count == 0)
        {
            return encoded.Sequences;
        }

        var examples = task.Examples(Portion.All(encoded), config, schema, labelled: true, windows.Window);
        return examples.Count > 0 ? examples : encoded.Sequences;
    }

    /// <summary>Encodes, cuts and scales sequences as config and schema say.</summary>
    /// <exception cref="DataException">A label that training never saw, or other inputs than those of training.</exception>
    public static DataPart Apply(Portion portion, Config config, ModelSchema schema, bool labelled = true, int stride = 1)
    {
        Check(portion.Set, config, schema, labelled);
        if (!labelled)
        {
            KnownRows.RequireNoGaps(config, schema, portion.Set);
        }

        PreparationFit.RequireLogarithms(schema.Preparation, portion.Set);
        var encoded = schema.Encoding is { } encoding && portion.Set.Sequences.Count > 0
            ? InputEncoder.Apply(encoding, portion.Set, schema.Preparation?.Unfilled)
            : new EncodedSet(portion.Set, []);
        var cut = portion with { Set = encoded.Set };
        var raw = SequenceTask.Of(config).Examples(cut, config, schema, labelled, stride);
        var (own, areWindows) = (cut.Own(), SequenceTask.Of(config).WindowsOf(config.Data) is not null);
        var numbers = own.Sum(s => (long)s.Inputs.Length + (s.StepTargets?.Length ?? 0));
        var isKept = !areWindows && numbers + own.Sum(s => (long)(s.Symbols?.Length ?? 0)) <= MostKept;
        var ready = isKept ? [.. raw.Select(s => Kept(Ready(s, config, schema)))] : raw.Changed(s => Ready(s, config, schema));
        return new DataPart(portion.Set.File, raw, ready)
        {
            Bytes = 8 * numbers * (isKept ? 2 : 1),
            Whole = areWindows ? own.Changed(s => Inputs(s, schema)) : ready,
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

    static Sequence Kept(Sequence sequence) => sequence with
    {
        Inputs = sequence.Inputs.ToArray(),
        StepTargets = sequence.StepTargets?.ToArray(),
    };

    static Sequence Inputs(Sequence sequence, ModelSchema schema) => schema.Inputs.Count == 0 ? sequence
        : schema.Normalization.Apply(
            schema.Preparation is { } columns ? sequence with { Inputs = columns.Prepare(sequence, schema.Inputs.Count).Rows } : sequence);

    /// <summary>An encoded sequence, or window, as the model takes it.</summary>
    internal static Sequence Ready(Sequence sequence, Config config, ModelSchema schema) => schema.Known is { } known
        ? known.Join(WithoutKnown(sequence, config, schema), sequence, schema.Horizon) : WithoutKnown(sequence, config, schema);

    static Sequence WithoutKnown(Sequence sequence, Config config, ModelSchema schema)
    {
        if (schema.Preparation is { } columns)
        {
            var prepared = columns.Prepare(sequence, schema.Inputs.Count);
            var ready = schema.Normalization.Apply(sequence with { Inputs = prepared.Rows });
            return Targets(ready with { Units = schema.UnitsOf(prepared.Scale) }, config, schema);
        }

        return Targets(Inputs(sequence, schema), config, schema);
    }

    static Sequence Targets(Sequence ready, Config config, ModelSchema schema)
    {
        ready = config.Data.RelativeInputs ? FromLast(ready, schema) : ready;
        var start = ForecastBaselines.Base(config.Data, ready.Past, schema.Horizon, schema.Target.Count);
        return schema.TargetScaling is null && start is null && ready.Units is null ? ready : ready with
        {
            Target = Scaled(ready.Target, schema.TargetScaling, ready.Units, start),
            StepTargets = OfSteps(ready, schema.TargetScaling),
        };
    }

    /// <summary>The targets of steps, scaled likewise: as they are read, where the sequence has no units of its own.</summary>
    static Values? OfSteps(Sequence ready, Normalization? scaling) =>
        ready.Units is not null ? Scaled(ready.StepTargets, scaling, ready.Units, start: null)
        : scaling is null ? ready.StepTargets
        : ready.StepTargets?.In(numbers => new ScaledStore(numbers, scaling.Shift, scaling.Scale));

    /// <summary><c>(y − start − shift) / scale</c>, in the own units of the window where it has them.</summary>
    static Values? Scaled(Values? targets, Normalization? scaling, TargetUnits? units, double[]? start)
    {
        if (targets is null)
        {
            return null;
        }

        var (shift, scale) = (scaling?.Shift ?? [0], scaling?.Scale ?? [1]);
        var y = units?.To(targets) ?? targets.ToArray();
        var from = start is not null && units is not null ? units.To(start) : start;
        for (var n = 0; n < y.Length; n++)
        {
            y[n] = (y[n] - (from?[n] ?? 0) - shift[n % shift.Length]) / scale[n % scale.Length];
        }

        return y;
    }

    /// <summary>The inputs that are also targets, relative to their last value: <c>x[t,k] − x[T−1,k]</c>.</summary>
    static Sequence FromLast(Sequence window, ModelSchema schema)
    {
        var (x, T, K) = (window.Inputs.ToArray(), window.Length, window.Width);
        foreach (var k in Enumerable.Range(0, schema.Inputs.Count).Where(k => schema.Target.Contains(schema.Inputs[k])))
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
