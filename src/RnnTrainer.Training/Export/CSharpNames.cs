using System.Text;

namespace RnnTrainer.Training.Export;

/// <summary>Names of the notation as C# identifiers, each its own: <c>R~</c> is <c>RTilde</c>, <c>h'</c> is <c>hNext</c>; what is taken or
/// reserved is followed by underscores.</summary>
sealed class CSharpNames(IEnumerable<string> taken)
{
    // Contextual keywords are left out: as names of locals they do no harm.
    static readonly string[] Keywords =
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum " +
            "event explicit extern false finally fixed float for "
        + "foreach goto if implicit in int interface internal is lock long namespace new null object operator out override params " +
            "private protected public readonly ref return sbyte sealed "
        + "short sizeof stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe ushort using " +
            "virtual void volatile while").Split(' ');

    // A class can't be called like one of its members.
    static readonly string[] Members = [
        "Inputs", "Outputs", "Columns", "Symbols", "Places", "Vectors", "Vector", "Numbers", "Tokenize", "Answers", "Labels", "Ready", "Head",
        "Softmax", "Run", "Weights", "Functions", "Shift", "Scale",
        "Means", "Column", "Sum", "Join", "Patched"];

    // What an exported file takes from .NET: another type or namespace of that name would stand before it.
    static readonly string[] Used = [
        "Array", "ArgumentException", "BinaryPrimitives", "Convert", "Dictionary", "Encoding", "Enumerable", "Func", "IEnumerable", "List", "Math",
        "ReadOnlySpan", "Rune", "StringComparer", "System"];

    readonly HashSet<string> _known = [.. Keywords, .. taken];

    /// <summary>An identifier that no other name has.</summary>
    public string Of(string name)
    {
        var identifier = Sound(name);
        while (!_known.Add(identifier))
        {
            identifier += "_";
        }

        return identifier;
    }

    /// <summary>A type's name from that of a file: <c>gun-point</c> is <c>GunPoint</c>.</summary>
    public static string OfType(string file)
    {
        var words = file.Split([.. file.Where(c => !char.IsAsciiLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries);
        var name = string.Concat(words.Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
        return name.Length > 0 && char.IsAsciiLetter(name[0]) && !Members.Contains(name) && !Used.Contains(name) ? name : $"Model{name}";
    }

    /// <summary>Whether a text can stand behind <c>namespace</c>: identifiers with dots between them.</summary>
    public static bool IsNamespace(string text) => text.Split('.').All(part =>
        part.Length > 0 && (char.IsAsciiLetter(part[0]) || part[0] == '_') && part.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            && !Keywords.Contains(part) && !Used.Contains(part));

    static string Sound(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            text.Append(c switch { '~' => "Tilde", '\'' => "Next", _ when char.IsLetterOrDigit(c) => c.ToString(), _ => "_" });
        }

        return text.Length > 0 && char.IsLetter(text[0]) ? text.ToString() : $"_{text}";
    }
}
