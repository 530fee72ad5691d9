using System.Text;

namespace RnnTrainer.Data.Layouts.Arff;

/// <summary>
/// Reads the words and cells of a line of an ARFF file one after the other. Those with spaces, commas and the like are in single or double
/// quotes, in which a backslash stands before a quote.
/// </summary>
struct ArffCells(byte[] text, int start, int end)
{
    int _at = start;

    /// <summary>The byte at which the next cell begins.</summary>
    public readonly int At => _at;

    /// <summary>Whether a quote was opened and not closed.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The next word, up to a space.</summary>
    public string Word()
    {
        SkipSpaces();
        return Next(" \t"u8);
    }

    /// <summary>The values in braces that follow; null if there is no brace.</summary>
    public IReadOnlyList<string>? Values()
    {
        SkipSpaces();
        if (_at >= end || text[_at] != '{')
        {
            return null;
        }

        _at++;
        var values = new List<string>();
        while (_at < end && text[_at] != '}')
        {
            SkipSpaces();
            if (_at < end && text[_at] != '}')
            {
                values.Add(Next(",}"u8).TrimEnd());
                _at += _at < end && text[_at] == ',' ? 1 : 0;
            }
        }

        return values;
    }

    /// <summary>The next cell of a row, and where it begins; null at the end of the row.</summary>
    public (int Start, string Text)? Cell()
    {
        if (_at > end)
        {
            return null;
        }

        SkipSpaces();
        var cell = (_at, Next(",\t"u8).TrimEnd());
        _at++; // behind the separator
        return cell;
    }

    /// <summary>The next cell of a sparse row: the number of its attribute, and its text; null at the brace that ends it.</summary>
    public (int Start, string Index, string Text)? SparseCell()
    {
        SkipSpaces();
        if (_at >= end || text[_at] == '}')
        {
            return null;
        }

        var at = _at;
        var index = Next(" \t,}"u8);
        SkipSpaces();
        var cell = (at, index, Next(",}"u8).TrimEnd());
        _at += _at < end && text[_at] == ',' ? 1 : 0;
        return cell;
    }

    /// <summary>Goes behind the brace of a sparse row; false if the row is none.</summary>
    public bool OpensSparse()
    {
        SkipSpaces();
        var isSparse = _at < end && text[_at] == '{';
        _at += isSparse ? 1 : 0;
        return isSparse;
    }

    /// <summary>A quoted text, or what comes before one of the stops.</summary>
    string Next(ReadOnlySpan<byte> stops)
    {
        if (_at < end && text[_at] is (byte)'\'' or (byte)'"')
        {
            return Quoted(stops);
        }

        var span = text.AsSpan(_at, Math.Max(0, end - _at));
        var length = span.IndexOfAny(stops) is >= 0 and var stop ? stop : span.Length;
        _at += length;
        return Encoding.UTF8.GetString(span[..length]);
    }

    string Quoted(ReadOnlySpan<byte> stops)
    {
        var quote = text[_at++];
        var bytes = new List<byte>();
        while (_at < end && text[_at] != quote)
        {
            var isEscaped = text[_at] == '\\' && _at + 1 < end;
            _at += isEscaped ? 1 : 0;
            bytes.Add(isEscaped && text[_at] == 'n' ? (byte)'\n' : text[_at]);
            _at++;
        }

        IsOpen |= _at >= end;
        _at = Math.Min(end, _at + 1);
        while (_at < end && !stops.Contains(text[_at]))
        {
            _at++; // what follows the quote is passed over
        }

        return Encoding.UTF8.GetString([.. bytes]);
    }

    void SkipSpaces()
    {
        while (_at < end && text[_at] is (byte)' ' or (byte)'\t')
        {
            _at++;
        }
    }
}
