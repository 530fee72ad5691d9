namespace RnnTrainer.Data.Text;

/// <summary>
/// Reads times of the usual form, <c>2016-07-01 13:05</c>, fast if they are of the day of the time before: then only the time of day is
/// new.
/// </summary>
struct DayCells
{
    const int DayLength = 10, SecondsOfMinute = 60, SecondsOfHour = 3600;

    long _first;
    ushort _second; // the ten characters of the day
    double _day; // its beginning, in seconds since 1970

    /// <summary>Reads the time if it has that form. False for any other cell, time or not.</summary>
    public bool TryRead(ReadOnlySpan<byte> cell, CellFormat format, out StepValue step)
    {
        step = default;
        if (cell.Length is not (16 or 19) || format.DateNumbers != DateFormat.Auto)
        {
            return false;
        }

        var (first, second) = (BitConverter.ToInt64(cell), BitConverter.ToUInt16(cell[8..]));
        if (first != _first || second != _second)
        {
            if (!DateText.TryIso(cell, out var time))
            {
                return false;
            }

            (_first, _second, _day) = (first, second, (time.Date - DateTime.UnixEpoch).TotalSeconds);
            step = StepValue.At(time);
            return true;
        }

        if (cell[DayLength] is not ((byte)' ' or (byte)'T') || !TryTwo(cell[11..], out var hour) || hour > 23 || cell[13] != ':'
            || !TryTwo(cell[14..], out var minute) || minute > 59)
        {
            return false;
        }

        var seconds = 0;
        if (cell.Length == 19 && (cell[16] != ':' || !TryTwo(cell[17..], out seconds) || seconds > 59))
        {
            return false;
        }

        step = new StepValue(StepKind.Time, _day + (hour * SecondsOfHour) + (minute * SecondsOfMinute) + seconds);
        return true;
    }

    static bool TryTwo(ReadOnlySpan<byte> digits, out int number)
    {
        var (ten, one) = (digits[0] - '0', digits[1] - '0');
        number = (10 * ten) + one;
        return (uint)ten <= 9 && (uint)one <= 9;
    }
}
