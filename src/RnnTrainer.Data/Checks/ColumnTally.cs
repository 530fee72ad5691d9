namespace RnnTrainer.Data.Checks;

/// <summary>One input: its statistics, and whether it counts rows, falls evenly or names sequences.</summary>
/// <param name="name">Its name.</param>
/// <param name="columns">How many inputs there are: they share the memory for samples.</param>
sealed class ColumnTally(string name, int columns)
{
    const double Even = 1e-9;

    ColumnSums _sums;
    bool _hasRole = true, _counts = true, _falls = true, _names = true; // until a row says otherwise
    bool _isFirst = true, _isFirstRow, _isWindow; // the first sequence; its first row
    double _first, _last; // of this sequence
    double? _change;
    HashSet<double>? _firsts = []; // of all sequences

    /// <summary>The values themselves.</summary>
    public ValueTally Values { get; } = new(name, columns);

    /// <summary>Whether whole numbers rise by 1 with each row, from sequence to sequence too; windows of a series overlap.</summary>
    public bool CountsRows => _counts;

    /// <summary>Whether numbers fall by the same amount with each row of a sequence, as times do where the newest is first.</summary>
    public bool Falls => _falls && _change is not null;

    /// <summary>Whether a whole number is the same in all rows of a sequence, and another in each.</summary>
    public bool NamesSequences => _names;

    /// <summary>The statistics so far.</summary>
    public ColumnStatistics Statistics => _sums.Of(name);

    /// <summary>A sequence begins.</summary>
    public void Begin(bool isWindow) => (_isFirstRow, _isWindow) = (true, _isWindow || isWindow);

    /// <summary>Adds the value of the next row.</summary>
    public void Add(double x)
    {
        if (_hasRole)
        {
            AddToRoles(x);
        }

        if (_sums.Add(x))
        {
            Values.Add(x);
        }
    }

    /// <summary>The sequence ends.</summary>
    public void End() => _isFirst = false;

    void AddToRoles(double x)
    {
        var isWhole = double.IsInteger(x);
        if (_isFirstRow)
        {
            var d = x - _last;
            _counts &= isWhole && (_isFirst || d == 1 || (_isWindow && d <= 1 && x > _first));
            _names = _names && isWhole && _firsts!.Add(x);
            (_first, _isFirstRow) = (x, false);
        }
        else
        {
            var d = x - _last;
            _change ??= d;
            _counts &= isWhole && d == 1;
            _falls &= d < 0 && Math.Abs(d - _change.Value) <= Even * Math.Abs(_change.Value);
            _names &= d == 0;
        }

        _last = x;
        _firsts = _names ? _firsts : null;
        _hasRole = _counts || _falls || _names;
    }
}
