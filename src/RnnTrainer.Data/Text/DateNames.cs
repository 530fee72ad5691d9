using System.Text;

namespace RnnTrainer.Data.Text;

/// <summary>The English names of months and days of the week, written out or shortened, in upper or lower case.</summary>
static class DateNames
{
    /// <summary>The length of a shortened name.</summary>
    public const int Short = 3;

    /// <summary>January is the first.</summary>
    public static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ];

    /// <summary>Sunday is the first, as in <see cref="DayOfWeek"/>.</summary>
    public static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    /// <summary>
    /// The place of a name in a list; −1 if it is none of them. A shortened name has three letters or, as Sept and Thurs, more.
    /// </summary>
    public static int Find(ReadOnlySpan<byte> name, string[] names)
    {
        for (var n = 0; n < names.Length && name.Length >= Short; n++)
        {
            if (name.Length <= names[n].Length && Ascii.EqualsIgnoreCase(name, names[n].AsSpan(0, name.Length))
                && (name.Length is Short or Short + 1 || name.Length == names[n].Length || Ascii.EqualsIgnoreCase(name, "Thurs"u8)))
            {
                return n;
            }
        }

        return -1;
    }

    /// <summary>Whether two letters are those of 1st, 2nd, 3rd or 4th.</summary>
    public static bool IsOrdinal(ReadOnlySpan<byte> letters) =>
        Ascii.EqualsIgnoreCase(letters, "st"u8) || Ascii.EqualsIgnoreCase(letters, "nd"u8)
        || Ascii.EqualsIgnoreCase(letters, "rd"u8) || Ascii.EqualsIgnoreCase(letters, "th"u8);

    /// <summary>Writes a name in the case of another.</summary>
    /// <param name="width">3: shortened.</param>
    public static string Like(string name, string like, int width)
    {
        var text = width == Short ? name[..Math.Min(Short, name.Length)] : name;
        return like.All(char.IsUpper) ? text.ToUpperInvariant() : like.All(char.IsLower) ? text.ToLowerInvariant() : text;
    }
}
