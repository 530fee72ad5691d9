using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Splits;
using RnnTrainer.Data.Storage;
using RnnTrainer.Data.Summary;
using RnnTrainer.Data.Text;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>The values that follow: windows of a series, each with one output for all steps ahead.</summary>
sealed class ForecastTask : SequenceTask
{
    public override string Name => "forecast";

    public override IReadOnlyList<string> OwnKeys =>
    [
        "data.horizon", "data.window", "data.stride", "data.season", "data.split.steps", "data.split.calibration",
        "data.split.test_window", "data.known", "data.relative_to", "data.relative_inputs", "training.loss",
    ];

    public override bool NeedsTarget(DataConfig data) => false;

    public override IEnumerable<TaskProblem> Problems(Config config)
    {
        if (config.Data is { RelativeInputs: true, RelativeTo: ForecastBase.None })
        {
            yield return new(
                "data.relative_inputs",
                "data.relative_inputs needs data.relative_to",
                "without the level of its inputs a model cannot know the level of its outputs: relative_to: last, or season");
        }
    }

    public override TargetKind TargetKind => TargetKind.Number;

    public override TargetLevel Level(DataConfig data) => TargetLevel.Step;

    public override string? ImpliedTarget => null;

    public override bool PredictsNextSymbol => false;

    public override WindowOptions? WindowsOf(DataConfig data, int stride) => data.Windows(stride);

    public override string? MissingTargets(SequenceSet set, DataConfig data) =>
        set.Sequences.All(s => s.StepTargets is not null) ? null : "numbers for each step";

    public override void RequireKnownLabels(SequenceSet set, ModelSchema schema)
    {
    }

    /// <summary>
    /// Every window whose targets lie in the portion's ranges; without labels the last window of each series, whose targets are not known
    /// yet.
    /// </summary>
    public override IReadOnlyList<Sequence> Examples(Portion portion, Config config, ModelSchema schema, bool labelled, int stride)
    {
        var (all, options) = (portion.Set.Sequences, config.Data.Windows(stride));
        if (labelled)
        {
            return Labelled(portion, options);
        }

        var known = schema.Known is null ? null
            : Enumerable.Range(0, all.Count).Select(n => RequireAhead(portion.Set, n, schema)).ToArray();
        var lengths = known ?? [.. all.Lengths()];
        if (Array.FindIndex(lengths, length => length < options.Before) is >= 0 and var brief)
        {
            throw new DataException(Diagnostic.OfLine(
                portion.Set.File,
                all[brief].Line,
                $"series '{all[brief].Id}' has {Words.Counted(lengths[brief], "step")}, but the model looks at {options.Before}",
                "Give the steps before as well."));
        }

        Sequence[] windows =
            [.. all.Select((s, n) => known is null ? Windows.Last(s, options) : Windows.BeforeKnown(s, known[n], options))];
        if (config.Data.RelativeTo != ForecastBase.None
            && Array.FindIndex(windows, w => w.Past!.HasNaN()) is >= 0 and var n)
        {
            throw new DataException(Diagnostic.OfLine(
                portion.Set.File,
                all[n].Line,
                $"series '{all[n].Id}' has no value of a target, and the forecast is counted from one",
                "Give the steps before as well, with at least one value of each target."));
        }

        return windows;
    }

    /// <summary>The steps of a series whose targets are known; refuses one without rows for the steps ahead.</summary>
    static int RequireAhead(SequenceSet set, int n, ModelSchema schema)
    {
        var series = set.Sequences[n];
        var known = Windows.KnownLength(series);
        return series.Length - known >= schema.Horizon ? known : throw new DataException(Diagnostic.OfLine(
            set.File,
            series.Line,
            $"series '{series.Id}' has {Words.Counted(series.Length - known, "row")} after the last known target, and the model reads "
            + $"what is known of {Words.Counted(schema.Horizon, "step")} ahead: "
            + Words.FirstFew([.. schema.Known!.Places.Select(k => schema.Inputs[k])], most: 6, shown: 5),
            "Give rows with these columns and an empty target, in the file or with --future CSV."));
    }

    /// <summary>Which targets have gaps, and which series have no window.</summary>
    public override IEnumerable<string> Notes(SequenceSet set, IReadOnlyList<PortionUse> uses, DataConfig data)
    {
        foreach (var (name, missing) in set.TargetColumns.Zip(MissingTargets(set)))
        {
            if (missing > 0)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"target '{name}' is missing in {missing:N0} of {Words.Counted(set.Sequences.Sum(s => s.Length), "row")}: the "
                    + $"loss and the scores count the others");
            }
        }

        string[] others = [.. set.Sequences.Where((s, n) => !uses.Any(u => Windows.CanCut(s, data.Windows(u.Stride), u.Portion.RangeOf(n))))
            .Select(s => s.Id)];
        if (others.Length > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{others.Length:N0} of {set.Sequences.Count:N0} series {Words.Agree(others.Length, "has", "have")} no window and "
                + $"{Words.Agree(others.Length, "is", "are")} left out, too short or without targets: {Words.FirstFew(others, 5, 4)}");
        }
    }

    /// <summary>How many targets are missing in each column.</summary>
    static long[] MissingTargets(SequenceSet set)
    {
        var counts = new long[set.TargetColumns.Count];
        foreach (var targets in set.Sequences.Select(s => s.StepTargets).OfType<Values>())
        {
            var c = 0;
            foreach (var y in targets)
            {
                counts[c] += double.IsNaN(y) ? 1 : 0;
                c = (c + 1) % counts.Length;
            }
        }

        return counts;
    }

    /// <summary>
    /// With the scales of scores; and where outputs are added to a baseline forecast, or windows have scales of their own, with the scale
    /// of what that leaves to be predicted.
    /// </summary>
    public override ModelSchema FitTargets(ModelSchema schema, TrainingPart training, Config config)
    {
        var (C, data) = (schema.Target.Count, config.Data);
        var fitted = NumberOutput.Fit(schema, training) with { Forecast = ForecastScale.Fit(training.Raw, C, data.SeasonOrNone) };
        var isRelative = data.RelativeTo != ForecastBase.None;
        if (training.Scaling == NormalizationKind.None || !(isRelative || schema.Preparation?.Own is not null))
        {
            return fitted;
        }

        var windows = Labelled(Portion.All(training.Encoded), data.Windows(data.Stride ?? 1));
        return fitted with
        {
            TargetScaling = isRelative ? ForecastScale.OfRemainder(data, windows, schema)
                : Normalization.Fit(
                    training.Scaling, windows.Changed(w => NumberOutput.AsSequence(w, w.Target!, schema.UnitsOf(w), C)), C,
                    names: new NamedColumns(training.File, "target", schema.Target)),
        };
    }

    public override OutputKind Output => OutputKind.Number;

    public override int? UsualChunk(int sequences) => null;

    public override IReadOnlyList<MetricInfo> MetricInfos => [.. MetricInfo.Numbers, .. MetricInfo.Forecast];

    // Where several columns are forecast, each counts by its own size.
    public override string MainMetric(bool areSeveral) => areSeveral ? "mase" : "rmse";

    public override IReadOnlyList<BreakdownKind> Breakdowns => [BreakdownKind.Length, BreakdownKind.Target, BreakdownKind.Step];

    protected override EvaluationResult Score(IPredictor predictor, DataPart part)
    {
        var schema = predictor.Schema;
        if (!predictor.KeepsOutputs && !predictor.KeepsSums && schema is { Naive: { } naive, Forecast: { } measure })
        {
            return ScoreInPass(predictor, part, naive, measure);
        }

        double[] targets = [.. part.Raw.SelectMany(s => s.Target!)];
        IReadOnlyList<Baseline> baselines = schema.Naive is not { } means ? []
            : schema.Forecast is { } scale ? Baselines.Forecasts(part.Raw, means, predictor.Config.Data.SeasonOrNone, scale, part.Series)
            : [Baselines.Mean(means, targets)];
        var outputs = predictor.Outputs();
        return NumberOutput.Score(outputs, outputs.Outputs, targets, [.. part.Raw.Select(_ => 1)], baselines, schema.Forecast, part.Series);
    }

    // The outputs of many windows would be far more than the series: each batch is added to the sums and given up.
    static EvaluationResult ScoreInPass(IPredictor predictor, DataPart part, IReadOnlyList<double> means, ForecastScale scale)
    {
        var totals = new NumberTally(means.Count, scale).Totals(part.Raw, part.Series);
        var (baselines, n) = (
            new BaselineForecasts(totals, means, scale.Deviation.Length, predictor.Config.Data.SeasonOrNone), 0);
        foreach (var batch in predictor.OutputsInBatches())
        {
            for (var b = 0; b < batch.Count; b++, n++)
            {
                var window = part.Raw[n];
                totals.Add(n, window.Target!.Span, batch.Of(b), batch.Losses[b]);
                baselines.Add(n, window);
            }
        }

        var tally = totals.Tally();
        return new EvaluationResult(tally.Scores(), baselines.Baselines()) { Tally = tally };
    }

    public override IEnumerable<Prediction> Predict(IPredictor predictor, DataPart part)
    {
        var outputs = predictor.OutputsInBatches()
            .SelectMany(batch => Enumerable.Range(0, batch.Count).Select(n => (Batch: batch, Number: n)));
        return part.Raw
            .Zip(outputs, (window, y) => Ahead(window, predictor.DataOptions, y.Batch, y.Number, predictor.Schema))
            .SelectMany(steps => steps);
    }

    public override IReadOnlyList<string> PredictionColumns(ModelSchema schema, DataConfig data, bool withProbabilities) =>
        ["origin", "step", "time", .. StepPredictions.PredictionNames(schema)];

    /// <summary>
    /// The origin is the last step that was seen, as the file writes it, empty where the file has no steps; the time is that of the step
    /// ahead, empty where it cannot be known.
    /// </summary>
    public override IReadOnlyList<object> PredictionCells(Prediction prediction, bool withProbabilities) =>
        [prediction.Origin ?? "", (double)prediction.Step!, prediction.Time ?? "", .. prediction.Numbers.Cast<object>()];

    public override string? WithoutProbabilities => "this model predicts numbers";

    public override SequenceFigureKind Figure(DataConfig data) => SequenceFigureKind.Forecast;

    public override DataConfig Start(DataConfig data, DataSummary summary, IDictionary<string, string> reasons)
    {
        var windows = StartingWindows.Of(summary.Spacing, (int)summary.Lengths.Median);
        reasons["data.window"] = $"steps that are seen; {windows.Reason}";
        reasons["data.horizon"] = summary.Horizon is null ? "steps ahead" : "steps ahead, as the file says (@horizon)";
        var isSeasonal = windows.Season > 1 && windows.Window >= windows.Season;
        if (isSeasonal)
        {
            reasons["data.season"] = "steps after which the series is taken to repeat";
        }

        reasons["data.relative_to"] = isSeasonal ? "the output is a change from one season before"
            : "the output is a change from the last value";
        return data with
        {
            Window = windows.Window,
            Horizon = summary.Horizon ?? windows.Horizon,
            Season = isSeasonal ? windows.Season : null,
            RelativeTo = isSeasonal ? ForecastBase.Season : ForecastBase.Last,
        };
    }

    public override ModelConfig Start(ModelConfig model, DataSummary summary, int steps, IDictionary<string, string> reasons)
    {
        reasons["model.dropout"] = "";
        return model with { Dropout = 0.2 };
    }

    // A window's id is that of its first target; where there are several series it follows theirs.
    static IReadOnlyList<Sequence> Labelled(Portion portion, WindowOptions options)
    {
        var all = portion.Set.Sequences;
        return SequenceLists.Joined(
        [
            .. all.Select((series, n) => Windows.Cut(series, options, portion.RangeOf(n)) is var windows && all.Count == 1 ? windows
                : windows.Changed(w => w with { Id = $"{series.Id}:{w.Id}" })),
        ]);
    }

    static IEnumerable<Prediction> Ahead(Sequence window, DataOptions options, ModelOutputs outputs, int n, ModelSchema schema)
    {
        var C = schema.Target.Count;
        return Enumerable.Range(0, schema.Horizon).Select(h => new Prediction(window.Id)
        {
            Origin = window.Steps?[^1],
            Step = h + 1,
            Time = window.AheadSteps?[h] ?? StepsAhead.Of(window.Steps ?? [], h + 1, options),
            Numbers = outputs.Of(n).Slice(h * C, C).ToArray(),
            Ranges = outputs.RangesOf(n, h * C, C, schema.Quantiles),
        });
    }
}
