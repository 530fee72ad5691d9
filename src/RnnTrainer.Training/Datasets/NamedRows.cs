using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Text;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>Sequences that a program has in its hands, by column name: read by the rules of a CSV file with these cells.</summary>
static class NamedRows
{
    /// <summary>What messages call them.</summary>
    public const string Name = "rows";

    /// <summary>Without targets, named by their numbers from 0.</summary>
    /// <exception cref="DataException">A cell has an error, or a column is missing.</exception>
    public static DataPart Part(
        Config config, ModelSchema schema, IReadOnlyList<IReadOnlyList<IReadOnlyDictionary<string, object?>>> sequences) =>
        Reading.Part(config, schema, Set(config, schema, sequences), labelled: false);

    /// <summary>The same as they are read.</summary>
    /// <inheritdoc cref="Part"/>
    public static SequenceSet Set(
        Config config, ModelSchema schema, IReadOnlyList<IReadOnlyList<IReadOnlyDictionary<string, object?>>> sequences)
    {
        if (schema.Layout == Layout.Text)
        {
            throw new InvalidOperationException("the model reads running text, which has no columns: give it a file");
        }

        string[] columns = [.. sequences.SelectMany(rows => rows).SelectMany(row => row.Keys).Distinct()];
        var isText = config.Data.Tokenizer is not null;
        var options = Reading.Options(config, schema, Name, labelled: false) with
        {
            Layout = isText ? Layout.Wide : Layout.Long,
            Sequence = [NameOfIds(columns)],
            BlankLines = BlankLines.Skip,
            FillSequence = false,
            HasHeader = true,
            Encoding = TextEncodings.Usual,
        };

        // Rows are in the order of time as they are: no step column is needed.
        options = options.Step.Except(columns).Any() ? options with { Step = [] } : options;
        options = options.Step.Count > 0 || columns.Contains("step") ? options : options with { Order = RowOrder.Rising };
        var text = new StringBuilder(Line([options.Sequence[0], .. columns]));
        foreach (var (rows, n) in sequences.Select((rows, n) => (rows, n)))
        {
            if (rows.Count == 0)
            {
                throw new ArgumentException($"sequence {n} has no rows", nameof(sequences));
            }

            if (isText && rows.Count > 1)
            {
                throw new ArgumentException($"sequence {n} has {rows.Count} rows, and a text is one row", nameof(sequences));
            }

            foreach (var row in rows)
            {
                text.Append(Line([$"{n}", .. columns.Select(c => Cell(row.GetValueOrDefault(c), options.Decimal))]));
            }
        }

        return DataFile.Parse(Encoding.UTF8.GetBytes(text.ToString()), Name, options);
    }

    /// <summary>A name that no column has.</summary>
    static string NameOfIds(string[] columns)
    {
        var name = "seq";
        while (columns.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>
    /// A value as a file would have it: a missing one is an empty cell, a moment is written with the year first, true is 1.
    /// </summary>
    static string Cell(object? value, DecimalSign sign) => value switch
    {
        null or double.NaN or float.NaN => "",
        string text => text,
        bool flag => flag ? "1" : "0",
        DateTime time =>
            time.ToString(
                time.Kind == DateTimeKind.Utc ? "yyyy-MM-dd HH:mm:ss.FFFFFFF'Z'"
                : "yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFFzzz", CultureInfo.InvariantCulture),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Enum word => word.ToString(),
        IFormattable number => sign == DecimalSign.Comma
            ? number.ToString(null, CultureInfo.InvariantCulture).Replace('.', ',')
            : number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    static string Line(IEnumerable<string> cells) =>
        string.Join(',', cells.Select(c => c.Length == 0 ? "" : CsvText.QuotedForReading(c))) + "\n";
}
