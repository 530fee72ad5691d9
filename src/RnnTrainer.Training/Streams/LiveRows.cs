using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Text;
using RnnTrainer.Data.Text;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Datasets;
using RnnTrainer.Training.Schemas;

namespace RnnTrainer.Training.Streams;

/// <summary>A row that has just been written, or a line of running text.</summary>
/// <param name="Raw">Its sequence, with the time step of the row alone, or with those of the characters of the line.</param>
/// <param name="IdColumns">The columns that name the sequence.</param>
/// <param name="IsWhole">Whether it is a whole sequence.</param>
sealed record LiveRow(Sequence Raw, IReadOnlyList<string> IdColumns, bool IsWhole = false);

/// <summary>
/// Reads the rows of a CSV while it is being written, each by the rules of a file with its header and this row. Of a model that reads
/// running text the lines are read.
/// </summary>
/// <param name="file">What messages call it.</param>
sealed class LiveRows(Config config, ModelSchema schema, string file)
{
    readonly List<byte> _header = [];
    DataOptions _options = Reading.Options(config, schema, file, labelled: false);
    bool _hasHeader, _isAfterBlank;
    long _headerLine, _headerLines;
    int _sequences = -1; // the number of the present one, where blank lines lie between sequences

    bool IsText => schema.Layout == Layout.Text;

    /// <summary>Whether a blank line begins a new sequence.</summary>
    bool SplitsAtBlankLines => config.Data.BlankLines == BlankLines.Split || schema.Layout == Layout.Conll;

    /// <summary>The rows, as they come.</summary>
    /// <exception cref="DataException">The header or a row has an error.</exception>
    public IEnumerable<LiveRow> Read(Stream from, CancellationToken stop)
    {
        foreach (var record in new LiveRecords(from, hasQuotes: !IsText, stop).Read())
        {
            if ((IsText ? Line(record) : Row(record)) is { } row)
            {
                yield return row;
            }
        }
    }

    /// <summary>The characters of a line: of a sequence of its own, or the next ones of the only sequence.</summary>
    LiveRow? Line(LiveRecord record)
    {
        if (!record.IsBlank)
        {
            ErrorLog.OfValid(record.Bytes, file); // refuses what is no text
        }

        var characters = Characters.Of(record.Bytes);
        return schema.Text == TextMode.Stream ? Of(DataBytes.NameWithoutExtension(file), characters, isWhole: false)
            : record.IsBlank ? null
            : Of(
                string.Create(CultureInfo.InvariantCulture, $"line {record.Line}"),
                ["\n", .. characters.TakeWhile(c => c != "\n"), "\n"], isWhole: true);

        LiveRow Of(string id, string[] symbols, bool isWhole) =>
            new(new Sequence(id, symbols.Length, [], null, null) { Texts = symbols, Line = record.Line }, [], isWhole);
    }

    /// <summary>The row of a record; null: it is the header, a comment or blank.</summary>
    LiveRow? Row(LiveRecord record)
    {
        if (record.IsBlank || record.Bytes[0] == '#')
        {
            _isAfterBlank |= record.IsBlank;
            return null;
        }

        if (!_hasHeader)
        {
            TakeHeader(record);
            return null;
        }

        _sequences += _isAfterBlank || _sequences < 0 ? 1 : 0;
        _isAfterBlank = false;
        return RowOf(record);
    }

    void TakeHeader(LiveRecord record)
    {
        (_headerLine, _headerLines) = (record.Line, _headerLines + record.Bytes.AsSpan().Count((byte)'\n'));
        _header.AddRange(record.Bytes);
        _hasHeader = !CsvFile.NamesSeparator(record.Bytes);
        if (!_hasHeader)
        {
            return;
        }

        var areNamed = _options.Sequence.Count > 0 || HeaderNames.NameSequences(_header.ToArray(), file, _options);
        _options = _options with
        {
            Layout = areNamed && !SplitsAtBlankLines && schema.Layout != Layout.Series ? Layout.Long : Layout.Series,
            BlankLines = BlankLines.Skip,
            FillSequence = false,
            HasHeader = true,
            Order = RowOrder.Rising,
        };
    }

    LiveRow RowOf(LiveRecord record)
    {
        try
        {
            var set = DataFile.Parse([.. _header, .. record.Bytes], file, _options);
            var raw = set.Sequences[0];
            return new LiveRow(
                raw with
                {
                    Id = SplitsAtBlankLines ? _sequences.ToString(CultureInfo.InvariantCulture) : raw.Id,
                    Line = record.Line,
                },
                set.IdColumns);
        }
        catch (DataException e)
        {
            throw new DataException([.. e.Errors.Select(error => InStream(error, record))], e.Total);
        }
    }

    /// <summary>An error of the small file at its place in the stream.</summary>
    Diagnostic InStream(Diagnostic error, LiveRecord record) => error with
    {
        Line = error.Line is not { } line ? record.Line
            : line <= _headerLines ? _headerLine
            : record.Line + line - _headerLines - 1,
    };
}
