using System.Globalization;
using System.Text;

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

    const int MostOffset = 14 * 60;

    readonly ReadOnlySpan<byte> _text = text;
    readonly List<DateField>? _fields;
    int _at;
    int _year, _month = 1, _day = 1, _week, _weekDay = 1;
    int _hour, _minute, _second, _offset;
    long _fraction; // in ticks
    bool? _isAfternoon;

    /// <param name="fields">Is filled with the fields.</param>
    public DateReader(ReadOnlySpan<byte> text, DateOrder order, List<DateField> fields) : this(text, order) => _fields = fields;

    /// <summary>Whether the only thing that is wrong is an offset from UTC of more than 14 hours.</summary>
    public bool IsOffsetWide { get; private set; }

    /// <summary>What is added to UTC.</summary>
    public readonly TimeSpan Offset => TimeSpan.FromMinutes(_offset);

    /// <summary>Reads a date with or without a time; the result is in UTC if there is an offset.</summary>
    public bool TryDateTime(out DateTime time)
    {
        time = default;
        SkipSpaces();
        if (TryName(DateNames.Days, DatePart.DayName, out _))
        {
            _ = TrySign(',');
            SkipSpaces();
        }

        if (!TryDate(out var endsHere) || !(endsHere || TryRest()))
        {
            return false;
        }

        SkipSpaces();
        return _at == _text.Length && TryMoment(out time);
    }

    /// <summary>Reads a time of day, which has a colon, two points, or AM or PM.</summary>
    public bool TryClock(out TimeSpan time)
    {
        time = default;
        SkipSpaces();
        if (!TryTime(out _) || !(_isAfternoon is not null || _text.Contains((byte)':') || _text.Count((byte)'.') == 2))
        {
            return false; // 18.00 and 1800 are numbers
        }

        SkipSpaces();
        return _at == _text.Length && TryTimeOfDay(out time);
    }

    /// <summary>Reads the date.</summary>
    /// <param name="endsHere">Whether nothing may follow: a month, quarter or week has no time of day.</param>
    bool TryDate(out bool endsHere)
    {
        endsHere = false;
        return Digits switch
        {
            8 => TryNumber(4, DatePart.Year, out _year) && TryNumber(2, DatePart.Month, out _month) && TryNumber(2, DatePart.Day, out _day)
                && _at < _text.Length,
            4 => TryNumber(4, DatePart.Year, out _year) && TryAfterYear(out endsHere),
            1 or 2 => TryDayOrMonth(out endsHere),
            _ => TryNameFirst(out endsHere),
        };
    }

    /// <summary>2016-07-01, 2016-07, 2016 Jan, 2016-Jan-01, 2016Q1, 2016-W01, 2016M07.</summary>
    bool TryAfterYear(out bool endsHere)
    {
        endsHere = true;
        var sign = _at < _text.Length ? _text[_at] : (byte)0;
        _at += sign is (byte)'-' or (byte)'/' or (byte)'.' or (byte)':' or (byte)' ' ? 1 : 0;
        if (Letters > 0)
        {
            return TryQuarterOrWeek() || TryMonthLetter() || TryNamedMonth(sign, ref endsHere);
        }

        if (!TryUpTo(2, DatePart.Month, out _month))
        {
            return false;
        }

        var mayEnd = sign is (byte)'-' or (byte)'/';
        if (!TrySign((char)sign))
        {
            return mayEnd;
        }

        endsHere = false;
        return TryUpTo(2, DatePart.Day, out _day);
    }

    bool TryMonthLetter() => Letters == 1 && TryLetter('M') && TryUpTo(2, DatePart.Month, out _month);

    bool TryNamedMonth(byte sign, ref bool endsHere)
    {
        if (!TryMonth())
        {
            return false;
        }

        var at = _at;
        if (TrySign((char)sign) && TryUpTo(2, DatePart.Day, out _day))
        {
            endsHere = false;
            return true;
        }

        _at = at;
        return true;
    }

    /// <summary>31.7.2016, 31/7/2016, 7/31/16, 7/2016, 31-Jul-2016, 31 July 2016, 31Jul2016, 31st July 2016.</summary>
    bool TryDayOrMonth(out bool endsHere)
    {
        endsHere = false;
        var (start, length) = (_at, Digits);
        if (!TryInteger(length, out var first))
        {
            return false;
        }

        var sign = _at < _text.Length ? _text[_at] : (byte)0;
        if (sign is (byte)'.' or (byte)'/' or (byte)'-' && _at + 1 < _text.Length && char.IsAsciiDigit((char)_text[_at + 1]))
        {
            _at++;
            return TryYearLast(new DateField(DatePart.Day, start, length), first, (char)sign, out endsHere);
        }

        Add(DatePart.Day, start, length);
        _day = first;
        TryOrdinal();
        SkipSeparators();
        if (!TryMonth())
        {
            return false;
        }

        SkipSeparators();
        return TryYear();
    }

    bool TryYearLast(DateField first, int value, char sign, out bool endsHere)
    {
        var length = Digits;
        endsHere = length == 4;
        if (endsHere)
        {
            Add(DatePart.Month, first.Start, first.Length);
            _month = value;
            return sign != '.' && TryNumber(4, DatePart.Year, out _year) && _year is >= FirstYear and <= LastYear;
        }

        var isMonthFirst = order == DateOrder.MonthFirst && sign != '.';
        if (length > 2 || (sign != '.' && order == DateOrder.YearFirst))
        {
            return false;
        }

        Add(isMonthFirst ? DatePart.Month : DatePart.Day, first.Start, first.Length);
        if (!TryNumber(length, isMonthFirst ? DatePart.Day : DatePart.Month, out var second) || !TrySign(sign))
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
            SkipSeparators();
            return TryYear();
        }

        if (!TryMonth())
        {
            return false;
        }

        var end = _at;
        SkipSeparators();
        if (Digits == 4)
        {
            return TryYear();
        }

        if (_at == end || Digits is not (1 or 2))
        {
            return false;
        }

        if (Digits == 2 && IsLast(_at + 2))
        {
            return TryYear();
        }

        endsHere = false;
        if (!TryUpTo(2, DatePart.Day, out _day))
        {
            return false;
        }

        TryOrdinal();
        SkipSeparators();
        return Digits == 4 || (Digits == 2 && IsLast(_at + 2)) ? TryYear()
            : TryTime(out var hasMinutes) && hasMinutes && TryZoneAndYear(out endsHere);
    }

    bool TryZoneAndYear(out bool endsHere)
    {
        endsHere = true;
        SkipSpaces();
        if (!TryZone(hasMinutes: true))
        {
            return false;
        }

        SkipSpaces();
        return Digits == 4 && TryYear();
    }

    readonly bool IsLast(int at) => _text[at..].IndexOfAnyExcept((byte)' ') < 0;

    bool TryQuarterOrWeek()
    {
        if (Letters != 1)
        {
            return false;
        }

        if (TryLetter('Q'))
        {
            var isQuarter = TryNumber(1, DatePart.Quarter, out var quarter) && quarter is >= 1 and <= 4;
            _month = (3 * quarter) - 2;
            return isQuarter;
        }

        if (!TryLetter('W') || !TryNumber(Math.Min(Digits, 2), DatePart.Week, out _week) || _week is < 1 or > 53)
        {
            return false;
        }

        var at = _at;
        if (Digits == 1 || (TrySign('-') && Digits == 1))
        {
            return TryNumber(1, DatePart.WeekDay, out _weekDay) && _weekDay is >= 1 and <= 7;
        }

        _at = at;
        return true;
    }

    /// <summary>Reads what follows a date: a time and an offset.</summary>
    bool TryRest()
    {
        var hasMinutes = false;
        var hasTime = TrySign(':') || TrySign('_') || TryLetter('T');
        if ((hasTime || TryBetween()) && !(Digits > 0 ? TryTime(out hasMinutes) : !hasTime))
        {
            return false;
        }

        SkipSpaces();
        return TryZone(hasMinutes);
    }

    /// <summary>A comma, spaces, a dash after eight digits, or the word "at".</summary>
    bool TryBetween()
    {
        var start = _at;
        _ = TrySign(',');
        if (_at == start && _at == 8 && TrySign('-'))
        {
            return true;
        }

        SkipSpaces();
        if (_at > start && Letters == 2 && (_text[_at] | 0x20) == 'a' && (_text[_at + 1] | 0x20) == 't')
        {
            _at += 2;
            SkipSpaces();
        }

        return _at > start;
    }

    /// <summary>13, 13:05, 13:05:59.5, 13.05.59, 130559, 1305, 1:05 PM, 1 p.m.</summary>
    bool TryTime(out bool hasMinutes)
    {
        hasMinutes = false;
        var digits = Digits;
        if (digits is 4 or 6)
        {
            hasMinutes = true;
            var isTime = TryNumber(2, DatePart.Hour, out _hour) && TryNumber(2, DatePart.Minute, out _minute)
                && (digits == 4 || (TryNumber(2, DatePart.Second, out _second) && TryFraction()));
            return isTime && TryHalfDay();
        }

        if (!TryUpTo(2, DatePart.Hour, out _hour))
        {
            return false;
        }

        var sign = TrySign(':') ? ':' : _at + 2 < _text.Length && TrySign('.') ? '.' : '\0';
        if (sign != '\0')
        {
            hasMinutes = true;
            if (sign == '.' && Digits != 2)
            {
                return false;
            }

            if (!TryUpTo(2, DatePart.Minute, out _minute))
            {
                return false;
            }

            if (TrySign(sign) && !(TryUpTo(2, DatePart.Second, out _second) && TryFraction()))
            {
                return false;
            }
        }

        return TryHalfDay();
    }

    bool TryFraction()
    {
        if (_at + 1 >= _text.Length || _text[_at] is not ((byte)'.' or (byte)',') || !char.IsAsciiDigit((char)_text[_at + 1]))
        {
            return true;
        }

        _at++;
        var length = Digits;
        Add(DatePart.Fraction, _at, length);
        const int TickDigits = 7;
        for (var n = 0; n < TickDigits; n++)
        {
            _fraction = (10 * _fraction) + (n < length ? _text[_at + n] - '0' : 0);
        }

        _at += length;
        return true;
    }

    /// <summary>Reads AM, PM, a.m. or p.m. if it is there.</summary>
    bool TryHalfDay()
    {
        var start = _at;
        SkipSpaces();
        var at = _at;
        if (at + 1 < _text.Length && (_text[at] | 0x20) is 'a' or 'p')
        {
            var isDotted = _text[at + 1] == '.';
            var m = at + (isDotted ? 2 : 1);
            var end = m + (isDotted ? 2 : 1);
            if (end <= _text.Length && (_text[m] | 0x20) == 'm' && (!isDotted || _text[end - 1] == '.')
                && (end == _text.Length || !char.IsAsciiLetterOrDigit((char)_text[end])))
            {
                Add(DatePart.HalfDay, at, 1);
                _isAfternoon = (_text[at] | 0x20) == 'p';
                _at = end;
                return true;
            }
        }

        _at = start;
        return true;
    }

    /// <summary>Reads Z, UTC, GMT, +01:00, +0100, +01 or UTC+1 if it is there.</summary>
    bool TryZone(bool hasMinutes)
    {
        if (Letters is 1 or 3 && _text[_at..(_at + Letters)] is var name
            && (Ascii.EqualsIgnoreCase(name, "Z"u8) || Ascii.EqualsIgnoreCase(name, "UTC"u8) || Ascii.EqualsIgnoreCase(name, "GMT"u8)))
        {
            _at += name.Length;
            if (name.Length == 1)
            {
                return true;
            }
        }
        else if (!hasMinutes && _text[_at..].IndexOf((byte)':') < 0)
        {
            return true; // 2021-01-01 05-06 has no offset
        }

        if (_at == _text.Length || _text[_at] is not ((byte)'+' or (byte)'-'))
        {
            return true;
        }

        var sign = _text[_at++] == '-' ? -1 : 1;
        var hours = Digits is 1 or 2 ? Digits : 2;
        if (!TryInteger(hours, out var hour))
        {
            return false;
        }

        var minute = 0;
        if ((TrySign(':') || Digits > 0) && !(Digits == 2 && TryInteger(2, out minute)))
        {
            return false;
        }

        _offset = sign * ((60 * hour) + minute);
        IsOffsetWide = Math.Abs(_offset) > MostOffset;
        return minute < 60;
    }

    readonly bool TryMoment(out DateTime time)
    {
        time = default;
        if (IsOffsetWide || _year < 1 || _month is < 1 or > 12 || _day < 1 || _day > DateTime.DaysInMonth(_year, _month)
            || (_week > 0 && (_year == DateTime.MaxValue.Year || _week > ISOWeek.GetWeeksInYear(_year)))
            || !TryTimeOfDay(out var clock))
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

    readonly bool TryTimeOfDay(out TimeSpan time)
    {
        var isValid = _hour <= (_isAfternoon is null ? 23 : 12) && _minute <= 59 && _second <= 59;
        var hour = _isAfternoon is not { } isAfternoon ? _hour : (_hour % 12) + (isAfternoon ? 12 : 0);
        time = isValid ? new TimeSpan(hour, _minute, _second) + TimeSpan.FromTicks(_fraction) : default;
        return isValid;
    }

    bool TryYear()
    {
        var digits = Digits;
        if (digits is not (2 or 4) || !TryNumber(digits, DatePart.Year, out _year))
        {
            return false;
        }

        _year += digits == 4 ? 0 : _year <= LastTwoDigits ? 2000 : 1900;
        return true;
    }

    bool TryMonth()
    {
        var isMonth = TryName(DateNames.Months, DatePart.MonthName, out var month);
        _month = month + 1;
        return isMonth;
    }

    bool TryName(string[] names, DatePart part, out int number)
    {
        var length = Letters;
        number = DateNames.Find(_text[_at..(_at + length)], names);
        if (number < 0)
        {
            return false;
        }

        Add(part, _at, length);
        _at += length;
        return true;
    }

    void TryOrdinal()
    {
        if (Letters == 2 && DateNames.IsOrdinal(_text[_at..(_at + 2)]))
        {
            Add(DatePart.Ordinal, _at, 2);
            _at += 2;
        }
    }

    bool TryLetter(char upper)
    {
        var isIt = _at < _text.Length && (_text[_at] & ~0x20) == upper;
        _at += isIt ? 1 : 0;
        return isIt;
    }

    bool TrySign(char sign)
    {
        var isIt = _at < _text.Length && _text[_at] == sign;
        _at += isIt ? 1 : 0;
        return isIt;
    }

    bool TryUpTo(int most, DatePart part, out int value)
    {
        value = 0;
        var digits = Digits;
        return digits >= 1 && digits <= most && TryNumber(digits, part, out value);
    }

    bool TryNumber(int digits, DatePart part, out int value)
    {
        Add(part, _at, digits);
        return TryInteger(digits, out value);
    }

    bool TryInteger(int digits, out int value)
    {
        value = 0;
        if (digits == 0 || Digits < digits)
        {
            return false;
        }

        for (var end = _at + digits; _at < end; _at++)
        {
            value = (10 * value) + _text[_at] - '0';
        }

        return true;
    }

    /// <summary>One of - / . ' , and spaces.</summary>
    void SkipSeparators()
    {
        _at += _at < _text.Length && _text[_at] is (byte)'-' or (byte)'/' or (byte)'.' or (byte)'\'' or (byte)',' ? 1 : 0;
        SkipSpaces();
    }

    void SkipSpaces()
    {
        while (_at < _text.Length && _text[_at] == ' ')
        {
            _at++;
        }
    }

    readonly void Add(DatePart part, int start, int length) => _fields?.Add(new DateField(part, start, length));

    /// <summary>The number of digits from here.</summary>
    readonly int Digits => _text[_at..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var length ? length : _text.Length - _at;

    /// <summary>The number of letters from here.</summary>
    readonly int Letters
    {
        get
        {
            var end = _at;
            while (end < _text.Length && char.IsAsciiLetter((char)_text[end]))
            {
                end++;
            }

            return end - _at;
        }
    }
}
