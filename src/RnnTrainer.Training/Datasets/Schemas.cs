using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Learning.Optimizers;
using RnnTrainer.Training.Scores;

namespace RnnTrainer.Training.Datasets;

/// <summary>Measures the training part: encodings, scales, classes, naive answers.</summary>
static class Schemas
{
    /// <exception cref="DataException">A column spans more than a number can hold.</exception>
    public static ModelSchema Fit(Config config, SequenceSet set, Portion training)
    {
        var own = training.Own();
        var encoding = Encoding(config, set, own);
        var encoded = encoding?.Apply(set with { Sequences = own }).Set ?? set with { Sequences = own };
        var kind = config.Data.Normalize switch
        {
            Normalize.Standard => NormalizationKind.Standard,
            Normalize.Minmax => NormalizationKind.MinMax,
            _ => NormalizationKind.None,
        };
        var inputs = Normalization.Fit(kind, encoded.Sequences, encoded.InputColumns.Count, encoding?.Scaled(), new NamedColumns(set.File, "input", encoded.InputColumns));
        var schema = new ModelSchema(encoded.InputColumns, set.TargetColumns, [], inputs, null, null, encoding)
        {
            Layout = set.Layout.Layout,
            Text = encoded.Sequences.Any(s => s.Id.StartsWith("line ", StringComparison.Ordinal)) ? TextMode.Lines : TextMode.Stream,
            Horizon = config.Task == TaskKind.Forecast ? config.Data.Horizon ?? 1 : 1,
        };
        return config.Task switch
        {
            TaskKind.Language when encoding?.Vocabulary is null => throw new ConfigException(new Diagnostic(
                "data.tokens",
                null,
                null,
                $"task language predicts symbols, and {set.File} has columns (layout {ConfigRules.Name(set.Layout.Layout)})",
                "name the column of words: data.tokens; or train on a file of text")),
            TaskKind.Language => OfSymbols(schema, encoded.Sequences),
            TaskKind.Classify or TaskKind.Tag => OfLabels(config, schema, own, encoded.Sequences),
            TaskKind.Forecast => OfForecasts(config, schema, own, encoded, kind),
            TaskKind.Multilabel => OfRates(schema, own),
            _ => OfNumbers(schema, set.File, own, kind),
        };
    }

    static InputEncoding? Encoding(Config config, SequenceSet set, IReadOnlyList<Sequence> training) =>
        set.TextColumns.Count > 0 || config.Data.Missing != MissingPolicy.Error || config.Data.Dates is not null
            ? InputEncoding.Fit(set, training, Reading.Options(config))
            : null;

    static ModelSchema OfSymbols(ModelSchema schema, IReadOnlyList<Sequence> encoded)
    {
        var names = schema.Encoding!.Vocabulary!.Names;
        var counts = new double[names.Count];
        foreach (var symbol in encoded.SelectMany(s => s.Symbols!.Skip(1)))
        {
            counts[symbol]++;
        }

        return schema with { Target = [schema.Encoding.Tokens!], Classes = names, Naive = counts, Pairs = SymbolPairs.Of(encoded) };
    }

    static ModelSchema OfLabels(Config config, ModelSchema schema, IReadOnlyList<Sequence> training, IReadOnlyList<Sequence> encoded)
    {
        var classes = Classes.Of(training);
        var counts = training.SelectMany(s => s.StepLabels ?? [s.Label!]).CountBy(label => label).ToDictionary();
        var labelled = schema with { Classes = classes.Names, Naive = [.. classes.Names.Select(c => (double)counts[c])] };
        return schema.Symbols > 0 && config.Task == TaskKind.Tag ? labelled with { SymbolClasses = ClassesOfSymbols(labelled, classes, encoded) } : labelled;
    }

    /// <summary>Of each symbol the class that stands most often beside it; of a symbol that training never saw, the most frequent of all.</summary>
    static int[] ClassesOfSymbols(ModelSchema schema, Classes classes, IReadOnlyList<Sequence> encoded)
    {
        var C = classes.Count;
        var counts = new int[schema.Symbols, C];
        foreach (var (symbol, label) in encoded.SelectMany(s => s.Words().Zip(s.StepLabels!)))
        {
            counts[symbol, classes.IndexOf(label)]++;
        }

        // Ties go to the class that is more frequent in all.
        return [.. Enumerable.Range(0, schema.Symbols).Select(v => Enumerable.Range(0, C).MaxBy(c => (counts[v, c], schema.Naive![c])))];
    }

    /// <summary>Targets are measured like inputs, each as a sequence; what is missing is left out. Of a forecast, every step of the horizon has the scale of its column.</summary>
    static ModelSchema OfNumbers(ModelSchema schema, string file, IReadOnlyList<Sequence> training, NormalizationKind kind)
    {
        var C = schema.Target.Count;
        var targets = training.Select(s => (Numbers: s.Target ?? s.StepTargets!, From: s)).Select(p => new Sequence(p.From.Id, p.Numbers.Length / C, p.Numbers, null, null) { Line = p.From.Line }).ToList();
        var scaling = kind == NormalizationKind.None ? null : Normalization.Fit(kind, targets, C, names: new NamedColumns(file, "target", schema.Target));
        return schema with { TargetScaling = scaling, Naive = [.. Enumerable.Range(0, schema.Horizon * C).Select(n => Mean(targets, n % C, C))] };
    }

    /// <summary>The scales of scores; and where answers are relative to a naive forecast, the scale of what it leaves to be predicted.</summary>
    static ModelSchema OfForecasts(Config config, ModelSchema schema, IReadOnlyList<Sequence> training, SequenceSet encoded, NormalizationKind kind)
    {
        var C = schema.Target.Count;
        var measured = OfNumbers(schema, encoded.File, training, kind) with { Forecast = ForecastScale.Fit(training, C, config.Data.SeasonOrNone) };
        if (config.Data.RelativeTo == ForecastBase.None || kind == NormalizationKind.None)
        {
            return measured;
        }

        var windows = Forecasts.Of(Portion.All(encoded), config.Data.Windows(config.Data.Stride ?? 1), labelled: true);
        return measured with { TargetScaling = ForecastScale.OfRemainder(config.Data, windows, schema.Horizon, C) };
    }

    /// <summary>How often each output is 1, by Laplace's rule of succession, (ones + 1) / (number + 2): none is certain.</summary>
    static ModelSchema OfRates(ModelSchema schema, IReadOnlyList<Sequence> training)
    {
        var C = schema.Target.Count;
        var (ones, number) = (new double[C], new double[C]);
        foreach (var targets in training.Select(s => s.Target ?? s.StepTargets!))
        {
            for (var n = 0; n < targets.Length; n++)
            {
                ones[n % C] += targets[n];
                number[n % C]++;
            }
        }

        return schema with { Naive = [.. ones.Zip(number, (k, n) => (k + 1) / (n + 2))] };
    }

    /// <summary>Of a constant its value, where the mean would be rounded.</summary>
    static double Mean(List<Sequence> targets, int c, int C)
    {
        double[] known = [.. targets.SelectMany(s => s.Inputs.Where((y, n) => n % C == c && !double.IsNaN(y))).DefaultIfEmpty(0)];
        return Math.Clamp(known.Average(), known.Min(), known.Max());
    }
}
