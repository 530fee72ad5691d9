using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>Statistics of all cells of one column.</summary>
sealed class ColumnScan(string name, MissingMarkers missing, CellFormat form)
{
    const int FewValues = 32, FewMarks = 4, SomeNames = 10;

    readonly HashSet<string> _distinct = new(StringComparer.Ordinal);
    readonly List<string> _examples = [];
    readonly HashSet<string> _odd = new(StringComparer.OrdinalIgnoreCase); // among numbers
    long _numbers, _wholes, _dates, _ambiguous, _filled, _empty, _marked, _spaces, _letters, _nearly;
    double _min = double.PositiveInfinity, _max = double.NegativeInfinity, _before = double.NaN;
    int _falls;

    public string Name => name;

    /// <summary>
    /// Whether at least half of the cells are numbers. Cells in another format, such as 1,5 for 1.5, count as well: they are reported as
    /// errors.
    /// </summary>
    public bool HasNumbers => _filled > 0 && 2 * (_numbers + _nearly) >= _filled;

    /// <summary>Whether the column holds few whole numbers, which may be names of classes.</summary>
    public bool HasCodes => _nearly == 0 && _wholes == _numbers && _distinct.Count <= 20 && _distinct.Count * 3 <= _filled;

    public bool IsBinary => _filled > 0 && _wholes == _filled && _min >= 0 && _max <= 1;

    /// <summary>Whether the column holds whole numbers only.</summary>
    public bool IsWhole => _filled > 0 && _wholes == _filled;

    /// <summary>Whether no value occurs twice among those that are counted.</summary>
    public bool IsDifferent => _filled > 0 && _distinct.Count == Math.Min(_filled, ColumnSummary.MostDistinct);

    /// <summary>
    /// Whether the values may be the names of the sequences: there are as many, more than a few, and they are texts or numbers counted by
    /// ones.
    /// </summary>
    public bool Names(int sequences) =>
        sequences >= SomeNames && _distinct.Count == sequences && (!HasNumbers || (IsWhole && _max - _min + 1 == sequences));

    /// <summary>Whether the column holds seconds or milliseconds since 1970 that rise within each sequence.</summary>
    public bool IsUnixTime(int sequences) => IsWhole && _distinct.Count > 2 && UnixTime.Is(_min) && UnixTime.Is(_max) && _falls < sequences;

    /// <summary>Whether the column holds text of few values.</summary>
    public bool IsCategory => _filled > 0 && !HasNumbers && !IsDate && _distinct.Count <= FewValues && _distinct.Count * 2 <= _filled;

    public bool IsWord => _filled > 0 && !HasNumbers && !IsDate && !IsCategory && !IsAmbiguousDate;

    /// <summary>Whether the cells hold several words each, or many letters.</summary>
    public bool HasTexts => IsWord && (HasSpaces || _letters >= 12 * _filled);

    public bool HasSpaces => _spaces >= 2 * _filled;

    /// <summary>Whether the column holds dates such as 01/02/2024.</summary>
    public bool IsAmbiguousDate => _ambiguous > 0 && 2 * _ambiguous >= _filled;

    public bool IsDate => _dates > 0 && 2 * _dates >= _filled && _numbers < _filled;

    /// <summary>The first cell with groups of digits; null if there is none.</summary>
    public string? Grouped { get; private set; }

    /// <summary>The cells that are not numbers, if they are a few missing-value markers such as n/a and nothing else.</summary>
    public IReadOnlyCollection<string> Marks => HasNumbers && _odd.Count <= FewMarks && _odd.All(NumberError.IsMissingMarker) ? _odd : [];

    /// <summary>The number of missing values; in a column of words, NA is a word.</summary>
    public long Missing => HasNumbers ? _empty + _marked : _empty;

    public void Add(ReadOnlySpan<byte> cell)
    {
        var isNumber = NumberText.TryRead(cell, form, out var x) && !missing.IsNumber(x);
        if (!isNumber && missing.Contains(cell))
        {
            (_empty, _marked) = cell.IsEmpty ? (_empty + 1, _marked) : (_empty, _marked + 1);
            return;
        }

        _filled++;
        if (isNumber)
        {
            (_numbers, _min, _max) = (_numbers + 1, Math.Min(_min, x), Math.Max(_max, x));
            _wholes += x == Math.Floor(x) ? 1 : 0;
            _falls += x < _before ? 1 : 0;
            _before = x;
            Grouped ??= NumberText.HasGroups(cell, form) ? Encoding.UTF8.GetString(cell) : null;
        }

        else if (_odd.Count <= FewMarks)
        {
            _odd.Add(Printable.Cell(Encoding.UTF8.GetString(cell)));
        }

        _spaces += cell.Count((byte)' ');
        _letters += cell.Length;
        _nearly += !isNumber && NumberError.IsInOtherFormat(cell, form) ? 1 : 0;
        var isDate = !isNumber && DateText.TryParse(cell, form.Dates, out _);
        _dates += isDate ? 1 : 0;
        _ambiguous += !isNumber && !isDate && cell.Length is > 5 and < 20 && DateText.IsAmbiguous(Encoding.UTF8.GetString(cell)) ? 1 : 0;
        if (_distinct.Count < ColumnSummary.MostDistinct)
        {
            Remember(cell);
        }
    }

    public ColumnSummary Summary(ColumnKind? role) =>
        new(name, role ?? Kind(), Missing, _distinct.Count, HasNumbers ? _min : null, HasNumbers ? _max : null, _examples);

    ColumnKind Kind() =>
        _filled == 0 ? ColumnKind.Empty : IsDate ? ColumnKind.Date : HasNumbers ? ColumnKind.Number : IsCategory ? ColumnKind.Category
        : ColumnKind.Word;

    void Remember(ReadOnlySpan<byte> cell)
    {
        Span<char> room = stackalloc char[128];
        if (cell.Length > room.Length)
        {
            cell = cell[..room.Length];
        }

        ReadOnlySpan<char> chars = room[..Encoding.UTF8.GetChars(cell, room)];
        if (_distinct.GetAlternateLookup<ReadOnlySpan<char>>().Add(chars) && _examples.Count < 3)
        {
            _examples.Add(Printable.Cell(chars.ToString()));
        }
    }
}
