using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>The time of day and the offset from UTC in a text.</summary>
struct ClockFields
{
    const int MostOffset = 14 * 60;

    int _hour, _minute, _second, _offset;
    long _fraction; // in ticks
    bool? _isAfternoon;

    /// <summary>Whether the offset is more than 14 hours.</summary>
    public bool IsOffsetWide { get; private set; }

    /// <summary>Whether there is AM or PM.</summary>
    public readonly bool HasHalfDay => _isAfternoon is not null;

    /// <summary>What is added to UTC.</summary>
    public readonly TimeSpan Offset => TimeSpan.FromMinutes(_offset);

    /// <summary>13, 13:05, 13:05:59.5, 13.05.59, 130559, 1305, 1:05 PM, 1 p.m.</summary>
    public bool TryTime(ref DateTokens t, out bool hasMinutes)
    {
        hasMinutes = false;
        var digits = t.Digits;
        if (digits is 4 or 6)
        {
            hasMinutes = true;
            var isTime = t.TryNumber(2, DatePart.Hour, out _hour) && t.TryNumber(2, DatePart.Minute, out _minute)
                && (digits == 4 || (t.TryNumber(2, DatePart.Second, out _second) && TryFraction(ref t)));
            return isTime && TryHalfDay(ref t);
        }

        if (!t.TryUpTo(2, DatePart.Hour, out _hour))
        {
            return false;
        }

        var sign = t.TrySign(':') ? ':' : t.At + 2 < t.Text.Length && t.TrySign('.') ? '.' : '\0';
        if (sign != '\0')
        {
            hasMinutes = true;
            if (sign == '.' && t.Digits != 2)
            {
                return false;
            }

            if (!t.TryUpTo(2, DatePart.Minute, out _minute))
            {
                return false;
            }

            if (t.TrySign(sign) && !(t.TryUpTo(2, DatePart.Second, out _second) && TryFraction(ref t)))
            {
                return false;
            }
        }

        return TryHalfDay(ref t);
    }

    bool TryFraction(ref DateTokens t)
    {
        if (t.At + 1 >= t.Text.Length || t.Text[t.At] is not ((byte)'.' or (byte)',') || !char.IsAsciiDigit((char)t.Text[t.At + 1]))
        {
            return true;
        }

        t.At++;
        var length = t.Digits;
        t.Add(DatePart.Fraction, t.At, length);
        const int TickDigits = 7;
        for (var n = 0; n < TickDigits; n++)
        {
            _fraction = (10 * _fraction) + (n < length ? t.Text[t.At + n] - '0' : 0);
        }

        t.At += length;
        return true;
    }

    /// <summary>Reads AM, PM, a.m. or p.m. if it is there.</summary>
    bool TryHalfDay(ref DateTokens t)
    {
        var start = t.At;
        t.SkipSpaces();
        var at = t.At;
        if (at + 1 < t.Text.Length && (t.Text[at] | 0x20) is 'a' or 'p')
        {
            var isDotted = t.Text[at + 1] == '.';
            var m = at + (isDotted ? 2 : 1);
            var end = m + (isDotted ? 2 : 1);
            if (end <= t.Text.Length && (t.Text[m] | 0x20) == 'm' && (!isDotted || t.Text[end - 1] == '.')
                && (end == t.Text.Length || !char.IsAsciiLetterOrDigit((char)t.Text[end])))
            {
                t.Add(DatePart.HalfDay, at, 1);
                _isAfternoon = (t.Text[at] | 0x20) == 'p';
                t.At = end;
                return true;
            }
        }

        t.At = start;
        return true;
    }

    /// <summary>Reads Z, UTC, GMT, +01:00, +0100, +01 or UTC+1 if it is there.</summary>
    public bool TryZone(ref DateTokens t, bool hasMinutes)
    {
        if (t.Letters is 1 or 3 && t.Rest[..t.Letters] is var name
            && (Ascii.EqualsIgnoreCase(name, "Z"u8) || Ascii.EqualsIgnoreCase(name, "UTC"u8) || Ascii.EqualsIgnoreCase(name, "GMT"u8)))
        {
            t.At += name.Length;
            if (name.Length == 1)
            {
                return true;
            }
        }
        else if (!hasMinutes && t.Rest.IndexOf((byte)':') < 0)
        {
            return true; // 2021-01-01 05-06 has no offset
        }

        if (t.Next is not ((byte)'+' or (byte)'-'))
        {
            return true;
        }

        var sign = t.Text[t.At++] == '-' ? -1 : 1;
        var hours = t.Digits is 1 or 2 ? t.Digits : 2;
        if (!t.TryInteger(hours, out var hour))
        {
            return false;
        }

        var minute = 0;
        if ((t.TrySign(':') || t.Digits > 0) && !(t.Digits == 2 && t.TryInteger(2, out minute)))
        {
            return false;
        }

        _offset = sign * ((60 * hour) + minute);
        IsOffsetWide = Math.Abs(_offset) > MostOffset;
        return minute < 60;
    }

    /// <summary>The time since midnight; false if a part is out of range.</summary>
    public readonly bool TryTimeOfDay(out TimeSpan time)
    {
        var isValid = _hour <= (_isAfternoon is null ? 23 : 12) && _minute <= 59 && _second <= 59;
        var hour = _isAfternoon is not { } isAfternoon ? _hour : (_hour % 12) + (isAfternoon ? 12 : 0);
        time = isValid ? new TimeSpan(hour, _minute, _second) + TimeSpan.FromTicks(_fraction) : default;
        return isValid;
    }
}
