using System.Globalization;

namespace RnnTrainer.Data.Text;

/// <summary>
/// Reads numbers with a unit: <c>$20.50</c>, <c>($20)</c>, <c>€ 1.234,50</c>, <c>20 USD</c>, <c>5%</c>, <c>20.2 kW</c>, <c>1.2K</c>; and
/// numbers with spaces around them, with groups of digits between apostrophes or spaces, and with a typographic minus.
/// </summary>
static class NumberUnit
{
    /// <summary>The longest cell, in bytes: a longer one is a text.</summary>
    const int Most = 64;

    /// <summary>The most digits of a number with plain spaces between groups: more are several numbers, 237 682 967 921 882 164.</summary>
    const int MostSpaced = 15;

    /// <summary>The longest unit, in characters, such as <c>milliseconds</c>.</summary>
    const int MostUnit = 12;

    /// <summary>Currencies that stand before the number; after it any letters may.</summary>
    static readonly HashSet<string> Currencies =
    [
        "USD", "EUR", "GBP", "JPY", "CHF", "CNY", "RMB", "INR", "AUD", "CAD", "NZD", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN",
        "TRY", "RUB", "UAH", "BRL", "MXN", "ARS", "CLP", "COP", "ZAR", "KRW", "TWD", "HKD", "SGD", "THB", "IDR", "MYR", "PHP", "VND", "ILS",
        "AED", "SAR", "EGP", "NGN", "BTC", "ETH", "Rs", "kr", "Fr", "zł", "Kč", "Ft", "RM",
    ];

    /// <summary>Units that may end in a digit, as in m2 and kg/m3.</summary>
    static readonly HashSet<string> Lengths = ["m", "cm", "mm", "km", "dm", "nm", "µm", "ft", "in", "yd", "mi"];

    /// <summary>Letters that make a number a time or a place in an order.</summary>
    static readonly HashSet<string> NoUnits = new(StringComparer.OrdinalIgnoreCase) { "st", "nd", "rd", "th", "am", "pm" };

    static readonly Dictionary<string, double> Factors = new(StringComparer.Ordinal)
    {
        ["K"] = 1e3,
        ["k"] = 1e3,
        ["thousand"] = 1e3,
        ["M"] = 1e6,
        ["mn"] = 1e6,
        ["mln"] = 1e6,
        ["mio"] = 1e6,
        ["Mio"] = 1e6,
        ["million"] = 1e6,
        ["B"] = 1e9,
        ["bn"] = 1e9,
        ["Bn"] = 1e9,
        ["bln"] = 1e9,
        ["billion"] = 1e9,
        ["trillion"] = 1e12,
    };

    /// <summary>Reads a cell.</summary>
    /// <param name="format">How the file writes numbers.</param>
    /// <param name="x">The number; K, M and B multiply it.</param>
    /// <param name="unit">What stands next to it; of two, such as <c>$</c> and <c>K</c>, both with a space between them; empty if nothing
    /// does.</param>
    public static bool TryRead(ReadOnlySpan<byte> cell, CellFormat format, out double x, out string unit)
    {
        (x, unit) = (0, "");
        if (cell.Length is 0 or > Most || cell.IndexOfAnyInRange((byte)'0', (byte)'9') < 0)
        {
            return false;
        }

        Span<char> chars = stackalloc char[Most];
        return System.Text.Unicode.Utf8.ToUtf16(cell, chars, out _, out var length) == System.Buffers.OperationStatus.Done
            && TryReadText(chars[..length], format, out x, out unit);
    }

    /// <summary>Units as a list of the config: <c>[$, "%"]</c>.</summary>
    /// <param name="unit">Of <see cref="TryRead"/>.</param>
    public static string Key(string unit) =>
        $"[{string.Join(", ", unit.Split(' ').Select(u => char.IsLetter(u[0]) || u[0] == '$' ? u : $"\"{u}\""))}]";

    static bool TryReadText(ReadOnlySpan<char> cell, CellFormat format, out double x, out string unit)
    {
        (x, unit) = (0, "");
        var text = WithoutParentheses(cell.Trim(), out var isLoss);
        var first = text.IndexOfAnyInRange('0', '9');
        if (first < 0)
        {
            return false;
        }

        // the point of .5, not that of Rs.5
        first -= first > 0 && text[first - 1] == (char)format.Sign && (first == 1 || !char.IsLetter(text[first - 2])) ? 1 : 0;
        Span<byte> digits = stackalloc byte[Most + 1];
        digits[0] = (byte)'-';
        var end = first + Number(text[first..], digits[1..], out var length);
        if (end > text.Length || !TryPrefix(text[..first], out var isNegative, out var before) || !TrySuffix(text[end..], out var after)
            || (isNegative && isLoss)
            || !NumberText.TryReadPlain(digits[(isNegative || isLoss ? 0 : 1)..(length + 1)], format, out x))
        {
            return false;
        }

        x *= Factors.GetValueOrDefault(after, 1);
        unit = before.Length > 0 && after.Length > 0 ? $"{before} {after}" : before + after;
        return double.IsFinite(x);
    }

    /// <summary>The text without the parentheses of accounting, which mark a loss: ($20) and $(20).</summary>
    static ReadOnlySpan<char> WithoutParentheses(ReadOnlySpan<char> text, out bool isLoss)
    {
        var open = text.IndexOf('(');
        isLoss = open >= 0 && text[^1] == ')' && text[..open].IndexOfAnyInRange('0', '9') < 0;
        return isLoss ? string.Concat(text[..open], text[(open + 1)..^1].Trim()) : text;
    }

    /// <summary>Copies a number without apostrophes and spaces between groups of digits.</summary>
    /// <returns>Where it ends; beyond the text if it is too long to be one number.</returns>
    static int Number(ReadOnlySpan<char> text, Span<byte> digits, out int length)
    {
        length = 0;
        var n = 0;
        var group = '\0'; // the separator of groups
        for (; n < text.Length; n++)
        {
            var c = text[n];
            if (char.IsAsciiDigit(c) || c is '.' or ',')
            {
                digits[length++] = (byte)c;
            }
            else if (n > 0 && IsExponent(text[n..]))
            {
                digits[length++] = (byte)c;
                digits[length++] = (byte)text[++n]; // a digit or a sign
            }
            else if (IsGroupSeparator(c) && (group == c || (group == '\0' && n <= 3 && text[0] is >= '1' and <= '9'))
                && IsGroup(text[(n + 1)..]) && digits[..length].IndexOfAny(".,"u8) < 0)
            {
                group = c;
            }
            else
            {
                break;
            }
        }

        return group == ' ' && length > MostSpaced ? text.Length + 1 : n;
    }

    static bool IsExponent(ReadOnlySpan<char> text) => text.Length > 1 && text[0] is 'e' or 'E' && (char.IsAsciiDigit(text[1])
        || (text.Length > 2 && text[1] is '+' or '-' && char.IsAsciiDigit(text[2])));

    /// <summary>An apostrophe or a space.</summary>
    static bool IsGroupSeparator(char c) => c is '\'' or '’' || char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator;

    /// <summary>Whether three digits come, and no fourth.</summary>
    static bool IsGroup(ReadOnlySpan<char> text)
    {
        const int Digits = 3;
        var digits = text.IndexOfAnyExceptInRange('0', '9');
        return (digits < 0 ? text.Length : digits) == Digits;
    }

    /// <summary>Reads a sign, a currency and spaces: -$, $-, US$, € , CHF.</summary>
    static bool TryPrefix(ReadOnlySpan<char> text, out bool isNegative, out string unit)
    {
        const string Signs = "+-−";
        var isFirst = text.Length > 0 && Signs.Contains(text[0]);
        var isLast = !isFirst && text.Length > 0 && Signs.Contains(text[^1]);
        isNegative = (isFirst && text[0] != '+') || (isLast && text[^1] != '+');
        text = isFirst ? text[1..] : isLast ? text[..^1] : text;
        unit = text.Trim().ToString();
        return text.Length == 0 || IsCurrency(unit);
    }

    /// <summary>A sign of a currency with up to three letters before it, as in US$, or one of the usual codes.</summary>
    static bool IsCurrency(string unit)
    {
        const int MostLetters = 3;
        return unit.Length > 0 && char.GetUnicodeCategory(unit[^1]) == UnicodeCategory.CurrencySymbol
            ? unit.Length <= MostLetters + 1 && !unit.AsSpan()[..^1].ContainsAnyExceptInRange('A', 'Z')
            : Currencies.Contains(unit.TrimEnd('.'));
    }

    static bool TrySuffix(ReadOnlySpan<char> text, out string unit)
    {
        unit = "";
        text = text.Trim();
        if (text.IsEmpty)
        {
            return true;
        }

        if (text.Length > MostUnit || !IsSymbol(text[0]) || "/^·²³".Contains(text[0]))
        {
            return false;
        }

        unit = text.ToString();
        return !NoUnits.Contains(unit) && HasUnitCharacters(unit);
    }

    static bool HasUnitCharacters(string unit)
    {
        for (var n = 0; n < unit.Length; n++)
        {
            if (char.IsAsciiDigit(unit[n]) ? !IsPower(unit, n) : !IsSymbol(unit[n]) && !(n == unit.Length - 1 && unit[n] == '.'))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a digit is a power, as in m2 and m^2.</summary>
    static bool IsPower(string unit, int at)
    {
        var letters = at;
        while (letters > 0 && char.IsLetter(unit[letters - 1]))
        {
            letters--;
        }

        return unit[at] is '2' or '3' && (at == unit.Length - 1 || !char.IsLetterOrDigit(unit[at + 1]))
            && (Lengths.Contains(unit[letters..at]) || (letters > 0 && unit[at - 1] == '^'));
    }

    static bool IsSymbol(char c) => char.IsLetter(c) || c is '%' or '‰' or '°' or '/' or '²' or '³' or 'µ' or '·' or '^' or '*'
        || char.GetUnicodeCategory(c) == UnicodeCategory.CurrencySymbol;
}
