using System.Globalization;
using RnnTrainer.Data;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>Sequences that a program has in its hands, in place of a file.</summary>
static class GivenRows
{
    const string Name = "rows";

    /// <summary>The K columns of a row: the numeric inputs of the training file, in the model's order.</summary>
    public static IReadOnlyList<string> Columns(ModelSchema schema) => schema.Encoding?.Numbers ?? schema.Inputs;

    /// <summary>Without targets, named by their numbers from 0.</summary>
    /// <param name="sequences">Of each x[t,k].</param>
    public static DataPart Part(Config config, ModelSchema schema, IReadOnlyList<double[][]> sequences)
    {
        if (schema.Symbols > 0 || schema.Encoding is { Categories.Count: > 0 })
        {
            throw new InvalidOperationException(
                $"the model reads texts{(schema.Encoding is { Categories: [var first, ..] } ? $", such as the column '{first.Name}'" : "")}: give them by column name, or give it a file");
        }

        var columns = Columns(schema);
        var set = new SequenceSet(Name, columns, [], [.. sequences.Select((rows, n) => Of(rows, n, columns, config, schema))]);
        return Preprocessing.Apply(Portion.All(set), config, schema, labelled: false);
    }

    static Sequence Of(double[][] rows, int n, IReadOnlyList<string> columns, Config config, ModelSchema schema)
    {
        if (rows.Length == 0)
        {
            throw new ArgumentException($"sequence {n} has no rows");
        }

        foreach (var (row, t) in rows.Select((row, t) => (row, t)))
        {
            if (row.Length != columns.Count)
            {
                throw new ArgumentException(
                    $"row {t} of sequence {n} has {row.Length} numbers, expected {columns.Count}: {string.Join(", ", columns)}");
            }

            var mayMiss = config.Data.Missing != MissingPolicy.Error || schema.Known is not null;
            var k = Array.FindIndex(row, x => double.IsInfinity(x) || (double.IsNaN(x) && !mayMiss));
            if (k >= 0)
            {
                throw new ArgumentException(
                    $"'{columns[k]}' in row {t} of sequence {n} is {row[k].ToString(CultureInfo.InvariantCulture)}; missing numbers " +
                    $"need data.missing in the config");
            }
        }

        return new Sequence(n.ToString(CultureInfo.InvariantCulture), rows.Length, [.. rows.SelectMany(row => row)], null, null)
        {
            StepTargets = config.Data.RelativeTo == ForecastBase.None && schema.Known is null ? null
                : Targets(rows, columns, schema.Target),
        };
    }

    /// <summary>y[t,c], of which a forecast counts: they are inputs too.</summary>
    static double[] Targets(double[][] rows, IReadOnlyList<string> columns, IReadOnlyList<string> targets)
    {
        int[] places = [.. targets.Select(target => columns.ToList().IndexOf(target))];
        return !places.Contains(-1) ? [.. rows.SelectMany(row => places.Select(k => row[k]))]
            : throw new InvalidOperationException(
                $"the forecast needs the values of '{targets[Array.IndexOf(places, -1)]}', which is not an input: give it a file");
    }
}
