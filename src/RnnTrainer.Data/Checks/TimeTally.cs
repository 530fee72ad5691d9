using System.Text;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Checks;

/// <summary>The distances between the steps of each sequence: how many are larger than usual, and the first of them.</summary>
sealed class TimeTally(DataOptions options)
{
    /// <summary>
    /// Steps that are farther apart than this multiple of the usual distance have a gap between them; months and years differ in length.
    /// </summary>
    const double Gap = 1.5;

    const double Hour = 1 / 24.0, Second = 1 / 86400.0;

    readonly CellFormat _format = CellFormat.Of(options);
    readonly List<(double Days, string Text)> _first = []; // of the sequence, until its usual distance is known
    double _usual = double.NaN; // NaN: not known yet; 0: the steps are no times
    double _days;
    byte[] _text = []; // the cell of the step before, with room for longer ones
    int _textLength;

    /// <summary>The hours that are missing where clocks are set forward, and the first of them.</summary>
    public (long Count, string Before, string After) ClockChanges { get; private set; }

    /// <summary>The other gaps.</summary>
    public (long Count, string Before, string After) Gaps { get; private set; }

    /// <summary>Adds the step of the next row.</summary>
    /// <param name="step">Its cell in UTF-8.</param>
    public void Add(ReadOnlySpan<byte> step)
    {
        if (_usual != 0)
        {
            Add(StepSpacing.Days(step, _format), step);
        }
    }

    /// <summary>The sequence ends.</summary>
    public void End()
    {
        if (double.IsNaN(_usual))
        {
            Begin();
        }

        _usual = double.NaN;
    }

    void Add(double days, ReadOnlySpan<byte> step)
    {
        if (!double.IsNaN(_usual))
        {
            Compare(days, step);
            return;
        }

        _first.Add((days, Encoding.UTF8.GetString(step)));
        if (_first.Count == StepSpacing.Most)
        {
            Begin();
        }
    }

    /// <summary>Looks at the first steps, which tell the usual distance.</summary>
    void Begin()
    {
        _usual = StepSpacing.Of([.. _first.Select(s => s.Days)])?.TotalDays ?? 0;
        _usual = _usual > 0 ? _usual : 0;
        if (_usual > 0)
        {
            Remember(_first[0].Days, Encoding.UTF8.GetBytes(_first[0].Text));
            foreach (var (days, text) in _first.Skip(1))
            {
                Compare(days, Encoding.UTF8.GetBytes(text));
            }
        }

        _first.Clear();
    }

    void Compare(double days, ReadOnlySpan<byte> text)
    {
        if (!(days - _days <= Gap * _usual))
        {
            if (IsClockChange(_days, days))
            {
                ClockChanges = WithOneMore(ClockChanges, text);
            }
            else
            {
                Gaps = WithOneMore(Gaps, text);
            }
        }

        Remember(days, text);
    }

    void Remember(double days, ReadOnlySpan<byte> text)
    {
        _text = _text.Length < text.Length ? new byte[text.Length] : _text;
        text.CopyTo(_text);
        (_days, _textLength) = (days, text.Length);
    }

    (long, string, string) WithOneMore((long Count, string Before, string After) gaps, ReadOnlySpan<byte> text) => gaps.Count > 0
        ? gaps with { Count = gaps.Count + 1 } : (1, Encoding.UTF8.GetString(_text.AsSpan(0, _textLength)), Encoding.UTF8.GetString(text));

    /// <summary>
    /// Whether one hour is missing where clocks are set forward: early on a Sunday in spring, of either half of the earth, in steps of an
    /// hour or less.
    /// </summary>
    bool IsClockChange(double before, double after)
    {
        if (!(_usual <= Hour + Second && Math.Abs(after - before - _usual - Hour) < Second) || !(after is > 1 and < 3_000_000))
        {
            return false;
        }

        var time = new DateTime((long)(after * TimeSpan.TicksPerDay));
        return time.DayOfWeek == DayOfWeek.Sunday && time.Hour is >= 1 and <= 4 && time.Month is 3 or 4 or 9 or 10;
    }
}
