using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Storage;
using RnnTrainer.Training.Evaluation;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Explanations;

/// <summary>How much a score falls when the values of a column are shuffled.</summary>
/// <param name="FallsBy">The mean over the shuffles: how much worse the score is, above 0 where the column helps.</param>
/// <param name="Deviation">The standard deviation over the shuffles, in population form.</param>
sealed record ColumnImportance(string Column, double FallsBy, double Deviation);

/// <summary>The importance of each column for a score (Breiman 2001, as permutation_importance of scikit-learn).</summary>
/// <param name="Metric">What is scored.</param>
/// <param name="Score">The score of the file as it is.</param>
/// <param name="Columns">The most important first.</param>
/// <param name="Part">The file.</param>
sealed record PermutationImportance(string Metric, double Score, IReadOnlyList<ColumnImportance> Columns, DataPart Part)
{
    /// <summary>
    /// Scores a file with each column shuffled: its values over all steps of all sequences, or over the sequences where each sequence has
    /// one value. The targets stay where they are.
    /// </summary>
    /// <param name="set">The file, with targets.</param>
    /// <param name="asked">The metric that is scored; null: the main metric of the task.</param>
    /// <param name="repeats">Shuffles of each column.</param>
    /// <param name="seed">Chooses the shuffles.</param>
    /// <exception cref="RunException">The inputs of the model are its targets, or there is no such metric.</exception>
    public static PermutationImportance Of(TrainedModel trained, SequenceSet set, string? asked, int repeats, int seed)
    {
        if (trained.Model.Task.PredictsNextSymbol)
        {
            throw new RunException(
                "a language model predicts the column that it reads: shuffling it would change what is to be predicted",
                "explain its outputs instead");
        }

        var part = trained.Prepared(set);
        var whole = trained.Evaluate(part, keepsOutputs: false);
        var metric = asked is null ? whole.MainMetric : trained.Model.Task.Metric(asked);
        var score = whole.Scores.Value(metric) ?? throw new RunException(
            $"these data have no {metric}", $"they have {string.Join(", ", whole.Scores.Select(s => s.Metric))}");
        var sign = Metrics.IsMoreBetter(metric) ? 1 : -1;
        string[] names = [.. set.InputColumns, .. set.TextColumns];
        return new PermutationImportance(
            metric, score, [.. names.Select(Measured).OrderByDescending(c => c.FallsBy)], part);

        ColumnImportance Measured(string name, int column)
        {
            double[] falls = [.. Enumerable.Range(0, repeats).Select(n =>
                sign * (score - ScoreOf(Shuffled(set, column, new RandomStream(seed, $"shuffle {name}", n)))))];
            var mean = falls.Average();
            return new ColumnImportance(name, mean, Math.Sqrt(falls.Average(f => (f - mean) * (f - mean))));
        }

        double ScoreOf(SequenceSet shuffled) =>
            trained.Evaluate(trained.Prepared(shuffled), keepsOutputs: false).Scores.Value(metric) ?? double.NaN;
    }

    /// <summary>The set with the values of one column in another order.</summary>
    /// <param name="column">Its place among the numbers and, after them, the texts.</param>
    internal static SequenceSet Shuffled(SequenceSet set, int column, RandomStream random)
    {
        var (K, W) = (set.InputColumns.Count, set.TextColumns.Count);
        return set with
        {
            Sequences = column < K
                ? Shuffled<double>(
                    set.Sequences, s => [.. s.Column(column)],
                    (s, values) => s with { Inputs = With(s.Inputs.ToArray(), K, column, values) }, random)
                : Shuffled<string>(
                    set.Sequences, s => [.. s.Texts!.Column(column - K, W)],
                    (s, values) => s with { Texts = With(s.Texts!.ToArray(0, s.Texts.Length), W, column - K, values) }, random),
        };
    }

    static IReadOnlyList<Sequence> Shuffled<T>(
        IReadOnlyList<Sequence> all, Func<Sequence, T[]> valuesOf, Func<Sequence, T[], Sequence> with, RandomStream random)
    {
        T[][] values = [.. all.Select(valuesOf)];
        var isOfSequences = all.Count > 1
            && values.All(v => v.Length > 0 && v.All(value => EqualityComparer<T>.Default.Equals(value, v[0])));
        T[] order = isOfSequences ? [.. values.Select(v => v[0])] : [.. values.SelectMany(v => v)];
        random.Shuffle(order);
        var firsts = new int[values.Length];
        for (var n = 1; n < firsts.Length; n++)
        {
            firsts[n] = firsts[n - 1] + values[n - 1].Length;
        }

        int[] lengths = [.. values.Select(v => v.Length)];
        return new MadeSequences(all.Count, all.LengthOf, n => with(
            all[n], isOfSequences ? [.. Enumerable.Repeat(order[n], lengths[n])] : order[firsts[n]..(firsts[n] + lengths[n])]));
    }

    static T[] With<T>(T[] rows, int width, int column, T[] values)
    {
        for (var t = 0; t < values.Length; t++)
        {
            rows[(t * width) + column] = values[t];
        }

        return rows;
    }
}
