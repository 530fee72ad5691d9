using RnnTrainer.Data.Layouts.Lines;

namespace RnnTrainer.Data.Layouts.Conll;

/// <summary>What a line of a CoNLL file is.</summary>
enum ConllLine
{
    /// <summary>A word with its columns.</summary>
    Word,

    /// <summary>The end of a sentence.</summary>
    Blank,

    /// <summary>A line that begins with #, before the words of a sentence.</summary>
    Comment,

    /// <summary>The beginning of a document: -DOCSTART-.</summary>
    Document,

    /// <summary>A range such as 1-2: a word that the lines after it take apart.</summary>
    Range,

    /// <summary>An empty node such as 1.1.</summary>
    EmptyNode,
}

/// <summary>
/// Steps through the lines of a CoNLL file, which has no header: a word per line, blank lines between sentences, columns separated by tabs
/// or, where the line of the first word has none, by spaces.
/// </summary>
struct ConllRows
{
    static readonly string[] Universal =
        ["id", "form", "lemma", "upos", "xpos", "feats", "head", "deprel", "deps", "misc"];

    readonly byte[] _text;
    readonly List<Range> _fields = [];
    TextLine _line;
    bool _isInSentence;

    public ConllRows(byte[] text)
    {
        (_text, _line) = (text, new TextLine(text));
        for (var line = new TextLine(text); line.Next();)
        {
            if (!line.IsBlank && line.Span[0] != '#' && !IsDocument(line.Span))
            {
                IsTabbed = line.Span.Contains((byte)'\t');
                Split(line.Start, line.End);
                break;
            }
        }

        IsUniversal = IsTabbed && _fields.Count == Universal.Length && IsFirstId(Span(0));
        Names = NamesOf(_fields.Count, IsUniversal);
    }

    /// <summary>The names of the columns; none if the file has no word.</summary>
    public string[] Names { get; }

    /// <summary>Whether columns are separated by tabs.</summary>
    public bool IsTabbed { get; }

    /// <summary>Whether the file is CoNLL-U, of Universal Dependencies.</summary>
    public bool IsUniversal { get; }

    /// <summary>What the current line is.</summary>
    public ConllLine Kind { get; private set; }

    /// <summary>The number of columns of the current line.</summary>
    public readonly int Count => _fields.Count;

    /// <summary>The number of the current line, from 1.</summary>
    public readonly int Number => _line.Number;

    /// <summary>The current line without its end.</summary>
    public readonly ReadOnlySpan<byte> Line => _line.Span;

    /// <summary>The byte at which the current line begins.</summary>
    public readonly int Start => _line.Start;

    /// <summary>The cell of a column.</summary>
    public readonly ReadOnlySpan<byte> Span(int i) => _text.AsSpan(_fields[i]);

    /// <summary>The byte at which a cell begins.</summary>
    public readonly int OffsetOf(int i) => _fields[i].Start.Value;

    /// <summary>Reads the next line. False after the last one.</summary>
    public bool Next()
    {
        if (!_line.Next())
        {
            return false;
        }

        _fields.Clear();
        Kind = KindOf();
        _isInSentence = Kind != ConllLine.Blank && (_isInSentence || Kind == ConllLine.Word);
        return true;
    }

    ConllLine KindOf()
    {
        if (_line.IsBlank)
        {
            return ConllLine.Blank;
        }

        if (IsDocument(_line.Span))
        {
            return ConllLine.Document;
        }

        Split(_line.Start, _line.End);
        if (_line.Span[0] == '#' && (IsUniversal || (!_isInSentence && (Count != Names.Length || _line.Span.IndexOf(" = "u8) > 0))))
        {
            return ConllLine.Comment;
        }

        return !IsUniversal ? ConllLine.Word
            : Span(0).Contains((byte)'-') ? ConllLine.Range
            : Span(0).Contains((byte)'.') ? ConllLine.EmptyNode
            : ConllLine.Word;
    }

    readonly void Split(int start, int end)
    {
        while (start <= end)
        {
            var size = IsTabbed ? _text.AsSpan(start..end).IndexOf((byte)'\t') : _text.AsSpan(start..end).IndexOfAny(" \t"u8);
            var to = size < 0 ? end : start + size;
            if (IsTabbed || to > start)
            {
                _fields.Add(start..to);
            }

            start = to + 1;
        }
    }

    static string[] NamesOf(int columns, bool isUniversal) => columns switch
    {
        0 => [],
        1 => ["word"],
        4 => ["word", "pos", "chunk", "tag"],
        _ when isUniversal => Universal,
        _ => ["word", .. Enumerable.Range(1, columns - 2).Select(c => $"c{c}"), "tag"],
    };

    static bool IsDocument(ReadOnlySpan<byte> line) => line.StartsWith("-DOCSTART-"u8);

    static bool IsFirstId(ReadOnlySpan<byte> cell) => cell.SequenceEqual("1"u8) || cell.StartsWith("1-"u8);
}
