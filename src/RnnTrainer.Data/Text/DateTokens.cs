namespace RnnTrainer.Data.Text;

/// <summary>Reads the numbers, names and signs of a text one after another.</summary>
/// <param name="text">ASCII.</param>
/// <param name="fields">Is filled with the fields that are read; null: they are not needed.</param>
ref struct DateTokens(ReadOnlySpan<byte> text, List<DateField>? fields)
{
    readonly ReadOnlySpan<byte> _text = text;
    readonly List<DateField>? _fields = fields;

    /// <summary>Where the next token begins.</summary>
    public int At { get; set; }

    /// <summary>The whole text.</summary>
    public readonly ReadOnlySpan<byte> Text => _text;

    /// <summary>What has not been read.</summary>
    public readonly ReadOnlySpan<byte> Rest => _text[At..];

    /// <summary>Whether all has been read.</summary>
    public readonly bool IsAtEnd => At == _text.Length;

    /// <summary>The next character; 0 at the end.</summary>
    public readonly byte Next => At < _text.Length ? _text[At] : (byte)0;

    public bool TryName(string[] names, DatePart part, out int number)
    {
        var length = Letters;
        number = DateNames.Find(_text[At..(At + length)], names);
        if (number < 0)
        {
            return false;
        }

        Add(part, At, length);
        At += length;
        return true;
    }

    public void TryOrdinal()
    {
        if (Letters == 2 && DateNames.IsOrdinal(_text[At..(At + 2)]))
        {
            Add(DatePart.Ordinal, At, 2);
            At += 2;
        }
    }

    public bool TryLetter(char upper)
    {
        var isIt = At < _text.Length && (_text[At] & ~0x20) == upper;
        At += isIt ? 1 : 0;
        return isIt;
    }

    public bool TrySign(char sign)
    {
        var isIt = At < _text.Length && _text[At] == sign;
        At += isIt ? 1 : 0;
        return isIt;
    }

    public bool TryUpTo(int most, DatePart part, out int value)
    {
        value = 0;
        var digits = Digits;
        return digits >= 1 && digits <= most && TryNumber(digits, part, out value);
    }

    public bool TryNumber(int digits, DatePart part, out int value)
    {
        Add(part, At, digits);
        return TryInteger(digits, out value);
    }

    public bool TryInteger(int digits, out int value)
    {
        value = 0;
        if (digits == 0 || Digits < digits)
        {
            return false;
        }

        for (var end = At + digits; At < end; At++)
        {
            value = (10 * value) + _text[At] - '0';
        }

        return true;
    }

    /// <summary>One of - / . ' , and spaces.</summary>
    public void SkipSeparators()
    {
        At += At < _text.Length && _text[At] is (byte)'-' or (byte)'/' or (byte)'.' or (byte)'\'' or (byte)',' ? 1 : 0;
        SkipSpaces();
    }

    public void SkipSpaces()
    {
        while (At < _text.Length && _text[At] == ' ')
        {
            At++;
        }
    }

    public readonly void Add(DatePart part, int start, int length) => _fields?.Add(new DateField(part, start, length));

    /// <summary>The number of digits from here.</summary>
    public readonly int Digits => Rest.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and var length ? length : Rest.Length;

    /// <summary>The number of letters from here.</summary>
    public readonly int Letters
    {
        get
        {
            var end = At;
            while (end < _text.Length && char.IsAsciiLetter((char)_text[end]))
            {
                end++;
            }

            return end - At;
        }
    }
}
