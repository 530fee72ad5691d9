using System.Globalization;
using System.Text;

namespace RnnTrainer.Training.Export.C;

/// <summary>Names of the notation as C identifiers, each its own: <c>R~</c> is <c>R_tilde</c>, <c>h'</c> is <c>h_next</c>, a letter that
/// is not ASCII its code; what is taken or reserved is followed by underscores.</summary>
sealed class CNames(params IEnumerable<string> taken)
{
    // The keywords of C and C++, and what math.h and stdint.h declare or define that a short name could be.
    static readonly string[] Reserved =
        ("auto break case char const continue default do double else enum extern float for goto if inline int long register restrict "
            + "return short signed sizeof static struct switch typedef union unsigned void volatile while asm bool catch class delete "
            + "explicit export false friend mutable namespace new operator private protected public template this throw true try "
            + "typename using virtual and or not xor NAN INFINITY y0 y1 yn j0 j1 jn gamma exp log pow sqrt tanh sin cos erf I").Split(' ');

    readonly HashSet<string> _known = [.. Reserved, .. taken];

    /// <summary>An identifier that no other name has.</summary>
    public string Of(string name)
    {
        var identifier = Identifier(name);
        while (!_known.Add(identifier))
        {
            identifier += "_";
        }

        return identifier;
    }

    /// <summary>The prefix of a model's names from the name of a file: <c>gun-point</c> is <c>gun_point</c>.</summary>
    public static string Prefix(string file)
    {
        var name = Identifier(file).Trim('_').ToLowerInvariant();
        return name.Length == 0 || !char.IsAsciiLetter(name[0]) || Reserved.Contains(name) ? $"model_{name}".TrimEnd('_') : name;
    }

    static string Identifier(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            text.Append(c switch
            {
                '~' => "_tilde",
                '\'' => "_next",
                _ when char.IsAsciiLetterOrDigit(c) => c.ToString(),
                _ when char.IsLetterOrDigit(c) => string.Create(CultureInfo.InvariantCulture, $"u{(int)c:X4}"),
                _ => "_",
            });
        }

        return text.Length > 0 && char.IsAsciiLetter(text[0]) ? text.ToString() : $"v{text}";
    }
}
