using System.Globalization;

namespace RnnTrainer.Data.Text;

/// <summary>Splits a date-time or a time of day into its fields. Numbers, words and signs are read one after another.</summary>
/// <param name="text">The characters of <see cref="DateText"/>.</param>
/// <param name="order">What comes first in 01/02/2024.</param>
ref struct DateReader(ReadOnlySpan<byte> text, DateOrder order)
{
    /// <summary>The years of a month and a year without a day, such as 7/2016, which is otherwise a fraction.</summary>
    const int FirstYear = 1500, LastYear = 2199;

    /// <summary>Two digits are a year up to 2049, as .NET has it.</summary>
    const int LastTwoDigits = 49;

    DateTokens _t = new(text, null);
    ClockFields _clock;
    int _year, _month = 1, _day = 1, _week, _weekDay = 1;

    /// <param name="fields">Is filled with the fields.</param>
    public DateReader(ReadOnlySpan<byte> text, DateOrder order, List<DateField> fields) : this(text, order) =>
        _t = new DateTokens(text, fields);

    /// <summary>Whether the only thing that is wrong is an offset from UTC of more than 14 hours.</summary>
    public readonly bool IsOffsetWide => _clock.IsOffsetWide;

    /// <summary>What is added to UTC.</summary>
    public readonly TimeSpan Offset => _clock.Offset;

    /// <summary>Reads a date with or without a time; the result is in UTC if there is an offset.</summary>
    public bool TryDateTime(out DateTime time)
    {
        time = default;
        _t.SkipSpaces();
        if (_t.TryName(DateNames.Days, DatePart.DayName, out _))
        {
            _ = _t.TrySign(',');
            _t.SkipSpaces();
        }

        if (!TryDate(out var endsHere) || !(endsHere || TryRest()))
        {
            return false;
        }

        _t.SkipSpaces();
        return _t.IsAtEnd && TryMoment(out time);
    }

    /// <summary>Reads a time of day, which has a colon, two points, or AM or PM.</summary>
    public bool TryClock(out TimeSpan time)
    {
        time = default;
        _t.SkipSpaces();
        if (!_clock.TryTime(ref _t, out _)
            || !(_clock.HasHalfDay || _t.Text.Contains((byte)':') || _t.Text.Count((byte)'.') == 2))
        {
            return false; // 18.00 and 1800 are numbers
        }

        _t.SkipSpaces();
        return _t.IsAtEnd && _clock.TryTimeOfDay(out time);
    }

    /// <summary>Reads the date.</summary>
    /// <param name="endsHere">Whether nothing may follow: a month, quarter or week has no time of day.</param>
    bool TryDate(out bool endsHere)
    {
        endsHere = false;
        return _t.Digits switch
        {
            8 => _t.TryNumber(4, DatePart.Year, out _year) && _t.TryNumber(2, DatePart.Month, out _month)
                && _t.TryNumber(2, DatePart.Day, out _day) && !_t.IsAtEnd,
            4 => _t.TryNumber(4, DatePart.Year, out _year) && TryAfterYear(out endsHere),
            1 or 2 => TryDayOrMonth(out endsHere),
            _ => TryNameFirst(out endsHere),
        };
    }

    /// <summary>2016-07-01, 2016-07, 2016 Jan, 2016-Jan-01, 2016Q1, 2016-W01, 2016M07.</summary>
    bool TryAfterYear(out bool endsHere)
    {
        endsHere = true;
        var sign = _t.Next;
        _t.At += sign is (byte)'-' or (byte)'/' or (byte)'.' or (byte)':' or (byte)' ' ? 1 : 0;
        if (_t.Letters > 0)
        {
            return TryQuarterOrWeek() || TryMonthLetter() || TryNamedMonth(sign, ref endsHere);
        }

        if (!_t.TryUpTo(2, DatePart.Month, out _month))
        {
            return false;
        }

        var mayEnd = sign is (byte)'-' or (byte)'/';
        if (!_t.TrySign((char)sign))
        {
            return mayEnd;
        }

        endsHere = false;
        return _t.TryUpTo(2, DatePart.Day, out _day);
    }

    bool TryMonthLetter() => _t.Letters == 1 && _t.TryLetter('M') && _t.TryUpTo(2, DatePart.Month, out _month);

    bool TryNamedMonth(byte sign, ref bool endsHere)
    {
        if (!TryMonth())
        {
            return false;
        }

        var at = _t.At;
        if (_t.TrySign((char)sign) && _t.TryUpTo(2, DatePart.Day, out _day))
        {
            endsHere = false;
            return true;
        }

        _t.At = at;
        return true;
    }

    /// <summary>31.7.2016, 31/7/2016, 7/31/16, 7/2016, 31-Jul-2016, 31 July 2016, 31Jul2016, 31st July 2016, 3Q2016.</summary>
    bool TryDayOrMonth(out bool endsHere)
    {
        endsHere = false;
        var (start, length) = (_t.At, _t.Digits);
        if (!_t.TryInteger(length, out var first))
        {
            return false;
        }

        var sign = _t.Next;
        if (sign is (byte)'.' or (byte)'/' or (byte)'-' && _t.At + 1 < _t.Text.Length && char.IsAsciiDigit((char)_t.Text[_t.At + 1]))
        {
            _t.At++;
            return TryYearLast(new DateField(DatePart.Day, start, length), first, (char)sign, out endsHere);
        }

        endsHere = length == 1 && _t.Letters == 1 && _t.TryLetter('Q');
        if (endsHere)
        {
            _t.Add(DatePart.Quarter, start, length);
            _month = (3 * first) - 2;
            _t.SkipSeparators();
            return first is >= 1 and <= 4 && TryYear();
        }

        _t.Add(DatePart.Day, start, length);
        _day = first;
        _t.TryOrdinal();
        _t.SkipSeparators();
        if (!TryMonth())
        {
            return false;
        }

        _t.SkipSeparators();
        return TryYear();
    }

    bool TryYearLast(DateField first, int value, char sign, out bool endsHere)
    {
        var length = _t.Digits;
        endsHere = length == 4;
        if (endsHere)
        {
            _t.Add(DatePart.Month, first.Start, first.Length);
            _month = value;
            return sign != '.' && _t.TryNumber(4, DatePart.Year, out _year) && _year is >= FirstYear and <= LastYear;
        }

        var isMonthFirst = order == DateOrder.MonthFirst && sign != '.';
        if (length > 2 || (sign != '.' && order == DateOrder.YearFirst))
        {
            return false;
        }

        _t.Add(isMonthFirst ? DatePart.Month : DatePart.Day, first.Start, first.Length);
        if (!_t.TryNumber(length, isMonthFirst ? DatePart.Day : DatePart.Month, out var second) || !_t.TrySign(sign))
        {
            return false;
        }

        (_month, _day) = isMonthFirst ? (value, second) : (second, value);
        return TryYear();
    }

    /// <summary>Q1 2016, W01 2016, Jul 2016, Jul-16, Jul 31, 2016, Jul 31 13:05:00 2016.</summary>
    bool TryNameFirst(out bool endsHere)
    {
        endsHere = true;
        if (TryQuarterOrWeek())
        {
            _t.SkipSeparators();
            return TryYear();
        }

        if (!TryMonth())
        {
            return false;
        }

        var end = _t.At;
        _t.SkipSeparators();
        if (_t.Digits == 4)
        {
            return TryYear();
        }

        if (_t.At == end || _t.Digits is not (1 or 2))
        {
            return false;
        }

        if (_t.Digits == 2 && IsLast(_t.At + 2))
        {
            return TryYear();
        }

        endsHere = false;
        if (!_t.TryUpTo(2, DatePart.Day, out _day))
        {
            return false;
        }

        _t.TryOrdinal();
        _t.SkipSeparators();
        return _t.Digits == 4 || (_t.Digits == 2 && IsLast(_t.At + 2)) ? TryYear()
            : _clock.TryTime(ref _t, out var hasMinutes) && hasMinutes && TryZoneAndYear(out endsHere);
    }

    bool TryZoneAndYear(out bool endsHere)
    {
        endsHere = true;
        _t.SkipSpaces();
        if (!_clock.TryZone(ref _t, hasMinutes: true))
        {
            return false;
        }

        _t.SkipSpaces();
        return _t.Digits == 4 && TryYear();
    }

    readonly bool IsLast(int at) => _t.Text[at..].IndexOfAnyExcept((byte)' ') < 0;

    bool TryQuarterOrWeek()
    {
        if (_t.Letters != 1)
        {
            return false;
        }

        if (_t.TryLetter('Q'))
        {
            var isQuarter = _t.TryNumber(1, DatePart.Quarter, out var quarter) && quarter is >= 1 and <= 4;
            _month = (3 * quarter) - 2;
            return isQuarter;
        }

        if (!_t.TryLetter('W') || !_t.TryNumber(Math.Min(_t.Digits, 2), DatePart.Week, out _week) || _week is < 1 or > 53)
        {
            return false;
        }

        var at = _t.At;
        if (_t.Digits == 1 || (_t.TrySign('-') && _t.Digits == 1))
        {
            return _t.TryNumber(1, DatePart.WeekDay, out _weekDay) && _weekDay is >= 1 and <= 7;
        }

        _t.At = at;
        return true;
    }

    /// <summary>Reads what follows a date: a time and an offset.</summary>
    bool TryRest()
    {
        var hasMinutes = false;
        var hasTime = _t.TrySign(':') || _t.TrySign('_') || _t.TryLetter('T');
        if ((hasTime || TryBetween()) && !(_t.Digits > 0 ? _clock.TryTime(ref _t, out hasMinutes) : !hasTime))
        {
            return false;
        }

        _t.SkipSpaces();
        return _clock.TryZone(ref _t, hasMinutes);
    }

    /// <summary>A comma, spaces, a dash after eight digits, the word "at", or the day of the week.</summary>
    bool TryBetween()
    {
        var start = _t.At;
        _ = _t.TrySign(',');
        if (_t.At == start && _t.At == 8 && _t.TrySign('-'))
        {
            return true;
        }

        _t.SkipSpaces();
        if (_t.At > start && _t.Letters == 2 && (_t.Text[_t.At] | 0x20) == 'a' && (_t.Text[_t.At + 1] | 0x20) == 't')
        {
            _t.At += 2;
            _t.SkipSpaces();
        }
        else if (_t.At > start && _t.TryName(DateNames.Days, DatePart.DayName, out _))
        {
            _t.SkipSpaces();
        }

        return _t.At > start;
    }

    bool TryYear()
    {
        var digits = _t.Digits;
        if (digits is not (2 or 4) || !_t.TryNumber(digits, DatePart.Year, out _year))
        {
            return false;
        }

        _year += digits == 4 ? 0 : _year <= LastTwoDigits ? 2000 : 1900;
        return true;
    }

    bool TryMonth()
    {
        var isMonth = _t.TryName(DateNames.Months, DatePart.MonthName, out var month);
        _month = month + 1;
        return isMonth;
    }

    readonly bool TryMoment(out DateTime time)
    {
        time = default;
        if (IsOffsetWide || _year < 1 || _month is < 1 or > 12 || _day < 1 || _day > DateTime.DaysInMonth(_year, _month)
            || (_week > 0 && (_year == DateTime.MaxValue.Year || _week > ISOWeek.GetWeeksInYear(_year)))
            || !_clock.TryTimeOfDay(out var clock))
        {
            return false;
        }

        var date = _week == 0 ? new DateTime(_year, _month, _day)
            : ISOWeek.ToDateTime(_year, _week, (DayOfWeek)(_weekDay % 7));
        var ticks = date.Ticks + clock.Ticks - Offset.Ticks;
        if (ticks < 0 || ticks > DateTime.MaxValue.Ticks)
        {
            return false;
        }

        time = new DateTime(ticks, DateTimeKind.Utc);
        return true;
    }
}
