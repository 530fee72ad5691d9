using System.Globalization;
using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Text;

/// <summary>
/// Reads a CSV with a text in each row: the row is a sequence, and what the text is cut into are its steps. A line that begins with # is a
/// text too, unless the file itself begins with such a line.
/// </summary>
sealed class TextRows
{
    readonly CsvReader _reader;
    readonly TextRoles _roles;
    readonly RowTargets _targets;
    readonly KeyCells _keys;
    readonly DataOptions _options;
    readonly ErrorLog _errors;
    readonly StringPool _pool = new();
    readonly List<Sequence> _sequences = [];
    readonly List<int> _rows = []; // of each sequence, the number of its row from 0
    readonly List<long> _empty = []; // bytes at which the rows without a token begin

    TextRows(CsvReader reader, TextRoles roles, DataOptions options, ErrorLog errors)
    {
        (_reader, _roles, _options, _errors) = (reader, roles, options, errors);
        _targets = new RowTargets(reader, roles, options, errors);
        _keys = new KeyCells(new CsvCells(reader), roles.Header, roles.Keys, options.FillSequence, errors);
    }

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(TextSource text, string file, DataOptions options)
    {
        var errors = ErrorLog.OfValid(text, file);
        using var window = new TextWindow(text);
        using var reader = CsvFile.Open(text, window, HasComments(text));
        var names = HeaderNames.Read(reader, text, errors, options);
        var texts = new TextRows(reader, TextRoles.Find(names, options, errors), options, errors);
        var rows = new CsvRows(reader, window, errors, options.Progress);
        texts.ReadAll(rows);
        var set = texts.ToSet(file);
        return set with { Notes = [.. names.Notes(rows.Longer), .. set.Notes] };
    }

    /// <summary>Whether lines that begin with # are comments: if the first line is one.</summary>
    public static bool HasComments(TextSource text) => text.Head.AsSpan().TrimStart("\uFEFF \t\r\n"u8).StartsWith("#"u8);

    void ReadAll(CsvRows rows)
    {
        for (var n = 0; rows.Next(); n++)
        {
            if (rows.Fits(_roles.Header.Length))
            {
                Add(n);
            }
        }
    }

    void Add(int n)
    {
        var id = Id();
        var tokens = TextTokens.Of(_reader.GetString(_roles.Text), _options.Tokenizer!.Value, _pool);
        if (tokens.Length == 0)
        {
            _empty.Add(_reader.ByteOffset);
            if (!_options.KeepsEmptyTexts)
            {
                return;
            }

            if (_options.Unknown == false)
            {
                _errors.AddCell(
                    _reader, _roles.Text, $"the text in column '{_roles.Header[_roles.Text]}' is empty",
                    "Leave out the row; a model that was trained with unknown: true reads an empty text as <unk>.");
            }

            tokens = [Vocabulary.UnknownName];
        }

        _rows.Add(n);
        _sequences.Add(new Sequence(id, tokens.Length, [], _targets.Label(), _targets.Numbers())
        {
            Line = _reader.ByteOffset,
            Group = _roles.Group >= 0 ? Group(_roles.Group) : null,
            Texts = tokens,
        });
    }

    string Group(int i)
    {
        if (_reader.IsEmpty(i))
        {
            _errors.AddCell(
                _reader, i, $"the group in column '{_roles.Header[i]}' is empty (split.by)", "Give every row a group, or leave out the row.");
        }

        return _pool.Of(_reader.GetSpan(i));
    }

    /// <summary>The cells that name the row; an empty one is an error if the options name the columns.</summary>
    string Id() => !_roles.AreKeysGiven ? _roles.Keys is [var key] ? _reader.GetString(key) : ""
        : _keys.TryRead(out _) ? _keys.Id : "";

    SequenceSet ToSet(string file)
    {
        var twice = Twice().ToList();
        var isNumbered = !_roles.AreKeysGiven && (_roles.Keys.Length == 0 || twice.Count > 0 || _sequences.Any(s => s.Id.Length == 0));
        if (_sequences.Count == 0 && _errors.Total == 0)
        {
            _errors.Add(
                0, _empty.Count > 0 ? $"every text in column '{_roles.Header[_roles.Text]}' is empty"
                : "there is a header but no row below it",
                "Write a row for each text.");
        }

        foreach (var (first, second) in isNumbered || _errors.Total > 0 ? [] : twice)
        {
            _errors.Add(
                second.Line, $"sequence '{Printable.Cell(second.Id)}' was already in line {_errors.LineOf(first.Line)}",
                "Give every row its own name.");
        }

        _errors.ThrowIfAny();
        var sequences = !isNumbered ? _sequences
            : _sequences.Zip(_rows, (s, n) => s with { Id = n.ToString(CultureInfo.InvariantCulture) }).ToList();
        return new SequenceSet(file, [], _roles.TargetNames, _errors.WithLines(sequences))
        {
            TextColumns = [_roles.Header[_roles.Text]],
            IdColumns = isNumbered ? [] : [.. _roles.Keys.Select(i => _roles.Header[i])],
            Notes = [.. Notes(isNumbered)],
        };
    }

    /// <summary>Each sequence with the name of one before it, and that one.</summary>
    IEnumerable<(Sequence First, Sequence Second)> Twice()
    {
        var known = new Dictionary<string, Sequence>(StringComparer.Ordinal);
        foreach (var sequence in _sequences)
        {
            if (!known.TryAdd(sequence.Id, sequence))
            {
                yield return (known[sequence.Id], sequence);
            }
        }
    }

    IEnumerable<string> Notes(bool isNumbered)
    {
        if (!_roles.AreKeysGiven && _roles.Keys is [var key])
        {
            yield return $"column '{_roles.Header[key]}' " + (isNumbered
                ? "is empty in a row or has a value twice, so it does not name the texts: their ids are the numbers of their rows, from 0"
                : "names the texts");
        }

        if (_empty.Count > 0)
        {
            var lines = _empty.Take(4).Select(at => _errors.LineOf(at).ToString(CultureInfo.InvariantCulture)).ToList();
            var where = $"{Words.Agree(_empty.Count, "line", "lines")} {string.Join(", ", lines)}{(_empty.Count > 4 ? ", …" : "")}";
            var what = _options.KeepsEmptyTexts ? Words.Agree(_empty.Count, "is read as one", "are each read as one") + " <unk>"
                : Words.Agree(_empty.Count, "is", "are") + " left out";
            yield return $"{Words.Counted(_empty.Count, "empty text")} ({where}) {what}";
        }

        if (_roles.Others.Length > 0)
        {
            yield return $"columns without a role, which are not read: {Words.FirstFew(_roles.Others, most: 5, shown: 4)}";
        }
    }
}
