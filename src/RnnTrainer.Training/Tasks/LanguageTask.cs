using System.Runtime.InteropServices;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;
using RnnTrainer.Data.Storage;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Tasks;

/// <summary>The next character of a text, or the next word.</summary>
sealed class LanguageTask : SequenceTask
{
    const int StreamChunk = 128;

    // Pairs are kept in every checkpoint: characters have few, words may have millions.
    const int MostPairs = 100_000;

    public override string Name => "language";

    public override IReadOnlyList<string> OwnKeys => [];

    public override bool NeedsTarget(DataConfig data) => false;

    public override IEnumerable<TaskProblem> Problems(Config config)
    {
        if (config.Data.Affixes > 0)
        {
            yield return new("data.affixes", "data.affixes: task language predicts whole symbols", "remove it");
        }

        if (config.Data.Tokens is { Names.Count: > 1 } tokens)
        {
            yield return new(
                "data.tokens", $"data.tokens: task language predicts the symbols of one column, found {tokens.Names.Count}",
                "name one column", IsInValue: true);
        }

        if (config.Data is { Tokens: null, Layout: not (Layout.Text or Layout.Auto) and var layout })
        {
            yield return new(
                "data.layout",
                $"data.layout: task language predicts symbols, and layout {ConfigValue.Name(layout)} has columns",
                "name the column of words: data.tokens",
                IsInValue: true);
        }
    }

    public override TargetKind TargetKind => TargetKind.None;

    public override TargetLevel Level(DataConfig data) => TargetLevel.Step;

    public override string? ImpliedTarget => "the next symbol";

    public override bool PredictsNextSymbol => true;

    public override WindowOptions? WindowsOf(DataConfig data, int stride) => null;

    public override string? MissingTargets(SequenceSet set, DataConfig data) => null;

    public override void RequireKnownLabels(SequenceSet set, ModelSchema schema)
    {
    }

    public override IReadOnlyList<Sequence> Examples(Portion portion, Config config, ModelSchema schema, bool labelled, int stride) =>
        labelled ? WithNextSymbols(portion.Set.Sequences, schema) : portion.Set.Sequences;

    public override IEnumerable<string> Notes(SequenceSet set, IReadOnlyList<PortionUse> uses, DataConfig data)
    {
        var brief = set.Sequences.Count(s => s.Length == 1);
        if (brief > 0)
        {
            yield return $"{Words.Counted(brief, "sequence")} of one symbol {Words.Agree(brief, "is", "are")} left out: nothing follows it";
        }
    }

    /// <summary>With how often each symbol occurs, and how often each follows each.</summary>
    public override ModelSchema FitTargets(ModelSchema schema, TrainingPart training, Config config)
    {
        if (schema.Encoding?.Vocabulary is not { } vocabulary)
        {
            throw new ConfigException(new Diagnostic(
                "data.tokens",
                null,
                null,
                $"task language predicts symbols, and {training.File} has columns (layout {ConfigValue.Name(schema.Layout)})",
                "name the column of words: data.tokens; or train on a file of text"));
        }

        var counts = new double[vocabulary.Names.Count];
        foreach (var symbol in training.Encoded.Sequences.SelectMany(s => s.Symbols!.Skip(1)))
        {
            counts[symbol]++;
        }

        return schema with
        {
            Target = [schema.Encoding.Tokens!],
            Classes = vocabulary.Names,
            Naive = counts,
            Pairs = Pairs(training.Encoded.Sequences)
        };
    }

    public override OutputKind Output => OutputKind.Class;

    // A text that is one stream is too long to be computed whole.
    public override int? UsualChunk(int sequences) => sequences == 1 ? StreamChunk : null;

    public override IReadOnlyList<MetricInfo> MetricInfos => MetricInfo.Symbols;

    public override string MainMetric(bool areSeveral) => "loss";

    public override IReadOnlyList<BreakdownKind> Breakdowns => [BreakdownKind.Length];

    protected override EvaluationResult Score(IPredictor predictor, DataPart part)
    {
        var sums = new RunningTally<SymbolSums>(new SymbolSums(), predictor.KeepsSums);
        foreach (var likelihood in predictor.Likelihoods(part.Ready))
        {
            sums.Current.Add(likelihood);
            sums.EndSequence();
        }

        var tally = sums.Tally(SymbolSums.ScoresOf);
        return new EvaluationResult(tally.Scores(), Baselines.Symbols(new NgramModel(predictor.Schema), part.Ready)) { Tally = tally };
    }

    /// <summary>The likelihood of each sequence; one of a single symbol has nothing to predict.</summary>
    public override IEnumerable<Prediction> Predict(IPredictor predictor, DataPart part)
    {
        using var found = predictor.Likelihoods(WithNextSymbols(part.Ready, predictor.Schema)).GetEnumerator();
        foreach (var sequence in part.Raw)
        {
            var likelihood = sequence.Length > 1 && found.MoveNext() ? found.Current : new Likelihood(0, 0, 0);
            yield return new Prediction(sequence.Id) { Likelihood = likelihood };
        }
    }

    public override IReadOnlyList<string> PredictionColumns(ModelSchema schema, DataConfig data, bool withProbabilities) =>
        ["symbols", "log_likelihood"];

    public override IReadOnlyList<object> PredictionCells(Prediction prediction, bool withProbabilities) =>
        [(double)prediction.Likelihood!.Symbols, 0 - prediction.Likelihood.Loss];

    public override string? WithoutProbabilities => "a language model predicts how likely each sequence is";

    public override SequenceFigureKind Figure(DataConfig data) => SequenceFigureKind.Symbols;

    public override DataConfig Start(DataConfig data, DataSummary summary, IDictionary<string, string> reasons) => data;

    public override ModelConfig Start(ModelConfig model, DataSummary summary, int steps, IDictionary<string, string> reasons) => model;

    /// <summary>T symbols become T − 1 steps, each labelled with the symbol after it; a sequence of one symbol is left out.</summary>
    static IReadOnlyList<Sequence> WithNextSymbols(IReadOnlyList<Sequence> sequences, ModelSchema schema)
    {
        var names = schema.Encoding!.Vocabulary!.Names;
        int[] several = [.. Enumerable.Range(0, sequences.Count).Where(n => sequences.LengthOf(n) > 1)];
        return new MadeSequences(several.Length, n => sequences.LengthOf(several[n]) - 1, n => Labelled(sequences[several[n]]));

        Sequence Labelled(Sequence s) =>
            s.Slice(0, s.Length - 1) with { StepLabels = new StepTexts(s.Symbols!.Slice(1, s.Length - 1), n => names[n]) };
    }

    /// <summary>Triples of a symbol, the one after it and how often that occurs, in order; null if there are too many.</summary>
    static IReadOnlyList<int>? Pairs(IEnumerable<Sequence> encoded)
    {
        var counts = new Dictionary<(int Before, int Next), int>();
        foreach (var symbols in encoded.Select(s => s.Symbols!))
        {
            var before = -1;
            foreach (var symbol in symbols)
            {
                if (before >= 0)
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(counts, (before, symbol), out _)++;
                }

                before = symbol;
            }
        }

        return counts.Count <= MostPairs ? [.. counts.OrderBy(p => p.Key).SelectMany(p => new[] { p.Key.Before, p.Key.Next, p.Value })]
            : null;
    }
}
