using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Conll;

/// <summary>
/// Reads the files of the CoNLL shared tasks and of Universal Dependencies: a word per line with its columns, and blank lines between
/// sentences. A comment <c># sent_id = NAME</c> names a sentence.
/// </summary>
sealed class ConllFile
{
    const string IdColumn = "sent_id";

    static readonly (ConllLine Kind, string What)[] Passed =
    [
        (ConllLine.Document, "-DOCSTART-"), (ConllLine.Range, "words such as 1-2, whose parts follow,"),
        (ConllLine.EmptyNode, "empty nodes such as 1.1"),
    ];

    readonly DataOptions _options;
    readonly ErrorLog _errors;
    readonly StringPool _pool = new();
    readonly NumberCells _numbers;
    readonly List<Sequence> _sequences = [];
    readonly List<string?> _ids = []; // of each sequence
    readonly int[] _inputs, _texts, _targets;
    readonly int _group; // the column; −1: none
    readonly List<double> _x = [];
    readonly List<string> _words = [], _labels = [];
    readonly int[] _passed = new int[Enum.GetValues<ConllLine>().Length]; // lines by kind
    ConllRows _rows;
    string? _id; // of the sentence that begins
    int _first; // the line of its first word; 0: it has none yet
    int _begin; // and the byte
    string? _groupName; // of the sentence that begins

    ConllFile(byte[] text, DataOptions options, ErrorLog errors)
    {
        (_options, _errors, _rows) = (options, errors, new ConllRows(text));
        _numbers = new NumberCells(options, CellFormat.Of(options, '\t'), errors);
        _inputs = [.. (options.Inputs ?? []).Except(TextNames).Select(Find)];
        _texts = [.. TextNames.Select(Find)];
        _targets = options.TargetKind == TargetKind.None ? [] : [.. options.Target.Select(Find)];
        _group = GroupColumn;
    }

    int GroupColumn => _options.Group is not { } name ? -1 : _options.GroupMayMiss ? Array.IndexOf(_rows.Names, name) : Find(name);

    IEnumerable<string> TextNames => _options.Categories.Concat(_options.Tokens ?? []);

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        var errors = ErrorLog.OfValid(text, file);
        var conll = new ConllFile(text, options, errors);
        conll.CheckRoles();
        errors.ThrowIfAny();
        conll.ReadAll();
        errors.ThrowIfAny();
        return conll.ToSet(file);
    }

    void CheckRoles()
    {
        if (_inputs.Length + _texts.Length == 0)
        {
            _errors.Add(0, "no column holds the words", $"Name it (tokens: {_rows.Names.FirstOrDefault() ?? "word"}). {Columns}");
        }

        var isPerWord = _options.TargetKind == TargetKind.None
            || (_options.TargetKind == TargetKind.Label && _options.TargetLevel != TargetLevel.Sequence);
        if (!isPerWord)
        {
            _errors.Add(0, "this layout has a label for each word", "Set task: tag, and name the column of the labels (target:).");
        }
        else if (_options.TargetKind == TargetKind.Label && _targets.Length != 1)
        {
            _errors.Add(0, $"{_targets.Length} target columns are named", $"Name one column to tag (target:). {Columns}");
        }
    }

    string Columns => $"The columns are {Words.FirstFew(_rows.Names, 12)}.";

    int Find(string name)
    {
        var i = Array.IndexOf(_rows.Names, name);
        if (i < 0)
        {
            var near = NearestName.To(name, _rows.Names);
            _errors.Add(0, $"there is no column '{name}'", $"{(near is null ? "" : $"Did you mean '{near}'? ")}{Columns}");
        }

        return i;
    }

    void ReadAll()
    {
        while (_rows.Next())
        {
            _passed[(int)_rows.Kind]++;
            switch (_rows.Kind)
            {
                case ConllLine.Word:
                    ReadWord();
                    break;
                case ConllLine.Blank or ConllLine.Document:
                    EndSentence();
                    break;
                case ConllLine.Comment:
                    ReadComment();
                    break;
            }
        }

        EndSentence();
        if (_sequences.Count == 0)
        {
            _errors.Add(0, "the file has no words", "Write a word and its label in each line, and a blank line between sentences.");
        }
    }

    void ReadComment()
    {
        var comment = _rows.Line.TrimStart("# \t"u8);
        if (comment.StartsWith("sent_id"u8) && comment.IndexOf((byte)'=') is >= 0 and var equals)
        {
            _id = Encoding.UTF8.GetString(comment[(equals + 1)..].Trim(" \t"u8));
        }
    }

    void ReadWord()
    {
        if (_rows.Count != _rows.Names.Length)
        {
            _errors.Add(
                _rows.Start, $"{Words.Counted(_rows.Count, "column")} in this line but {_rows.Names.Length} in the first",
                $"Separate the columns of every word by {(_rows.IsTabbed ? "a tab" : "a space")}, and sentences by a blank line.");
            return;
        }

        (_first, _begin) = _first == 0 ? (_rows.Number, _rows.Start) : (_first, _begin);
        foreach (var i in _inputs)
        {
            _x.Add(Number(i));
        }

        foreach (var i in _texts)
        {
            _words.Add(Text(i, "word", "missing: mean counts an empty one as unknown", _numbers.Missing.AreAllowed));
        }

        if (_group >= 0)
        {
            ReadGroup(Text(_group, "group", "leave out the sentence", mayMiss: false));
        }

        foreach (var i in _targets)
        {
            _labels.Add(Text(i, "label", "leave out the sentence", mayMiss: false));
        }
    }

    void ReadGroup(string group)
    {
        _groupName ??= group;
        if (group != _groupName)
        {
            _errors.Add(
                _rows.OffsetOf(_group),
                $"this sentence has the group '{Printable.Cell(group)}' here but '{Printable.Cell(_groupName)}' in line {_first} (split.by)",
                "A sentence belongs to one group, the same for all its words.");
        }
    }

    double Number(int i)
    {
        var cell = _rows.Span(i);
        var mayMiss = _numbers.Missing.AreAllowed;
        var offset = _rows.OffsetOf(i);
        return _numbers.TryRead(cell, mayMiss, i, out var x) ? x
            : mayMiss && _numbers.Missing.Contains(cell) ? double.NaN
            : _numbers.Invalid(cell, _rows.Names[i], () => offset);
    }

    string Text(int i, string what, string orElse, bool mayMiss)
    {
        var cell = _rows.Span(i).Trim(" "u8);
        if (cell.IsEmpty && !mayMiss)
        {
            _errors.Add(_rows.OffsetOf(i), $"the {what} in column '{_rows.Names[i]}' is empty", $"Write a {what}; or {orElse}.");
        }

        return _pool.Of(cell);
    }

    void EndSentence()
    {
        if (_first > 0)
        {
            var T = _inputs.Length > 0 ? _x.Count / _inputs.Length : _words.Count / _texts.Length;
            var sequence = new Sequence("", T, [.. _x], null, null)
            {
                Line = _first,
                Group = _groupName,
                Texts = _texts.Length > 0 ? [.. _words] : null,
                StepLabels = _targets.Length > 0 ? [.. _labels] : null,
            };
            Add(sequence);
        }

        _x.Clear();
        _words.Clear();
        _labels.Clear();
        (_first, _id, _groupName) = (0, null, null);
    }

    void Add(Sequence sequence)
    {
        var isNext = _options.TargetLevel == TargetLevel.Next && _targets.Length > 0;
        if (isNext && sequence.Length == 1)
        {
            _errors.Add(
                _begin, "this sentence has one word: nothing follows it", "Leave it out: each word is to predict the label of the next.");
            return;
        }

        _sequences.Add(isNext ? SequenceRows.WithNextTargets(sequence) : sequence);
        _ids.Add(_id);
    }

    SequenceSet ToSet(string file)
    {
        var named = _ids.Count(id => id is { Length: > 0 });
        var areNamed = named == _ids.Count && _ids.Distinct(StringComparer.Ordinal).Count() == named;
        var sequences = _sequences.Select(
            (s, n) => s with { Id = areNamed ? _ids[n]! : n.ToString(CultureInfo.InvariantCulture) });
        return new SequenceSet(
            file, [.. _inputs.Select(i => _rows.Names[i])], [.. _targets.Select(i => _rows.Names[i])], [.. sequences])
        {
            TextColumns = [.. TextNames],
            IdColumns = areNamed ? [IdColumn] : [],
            Notes = [.. Notes(named > 0 && !areNamed)],
        };
    }

    IEnumerable<string> Notes(bool isRenumbered)
    {
        if (isRenumbered)
        {
            yield return "not every sentence has a sent_id of its own: the ids are the numbers of the sentences, from 0";
        }

        foreach (var (kind, what) in Passed)
        {
            if (_passed[(int)kind] is > 0 and var count)
            {
                yield return $"{Words.Counted(count, "line")} of {what} {Words.Agree(count, "was", "were")} passed over";
            }
        }

        foreach (var (i, note) in _numbers.Reinterpreted.OrderBy(n => n.Key))
        {
            yield return $"column '{_rows.Names[i]}': {note}";
        }
    }
}
